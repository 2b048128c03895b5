/** A certificate type, the share of a class that holds it, and where only some trades do, words of their names. */
export type Holding = readonly [type: string, share: number, trades?: readonly string[]];

export interface OrganisationClass {
  readonly code: string;
  /** Of a thousand organisations. */
  readonly share: number;
  /** USCC: registering authority and kind; one that is named twice is twice as frequent. */
  readonly prefixes: readonly string[];
  /** What the name says after the trade name. */
  readonly trades: readonly string[];
  readonly holdings: readonly Holding[];
}

/** The 16 classes; codes are those of `assets/items/party-classes.json`. The first certificate is the one that makes the class. */
export const organisationClasses: readonly OrganisationClass[] = [
  {
    code: 'construction',
    share: 150,
    prefixes: ['91'],
    trades: ['建筑工程有限公司', '建设集团有限公司', '市政工程有限公司', '装饰工程有限公司'],
    holdings: [
      ['construction-qualification', 1],
      ['construction-safety-permit', 0.95],
      ['special-equipment-registration', 0.1],
      ['special-equipment-production-permit', 0.03],
      ['drainage-permit', 0.1],
      ['special-working-hours-approval', 0.2],
    ],
  },
  {
    code: 'engineering-design',
    share: 25,
    prefixes: ['91'],
    trades: ['工程设计有限公司', '建筑设计咨询有限公司', '规划设计有限公司'],
    holdings: [['design-qualification', 1]],
  },
  {
    code: 'survey',
    share: 10,
    prefixes: ['91'],
    trades: ['岩土工程勘察有限公司', '工程勘测有限公司', '地质勘察有限公司'],
    holdings: [['survey-qualification', 1]],
  },
  {
    code: 'disinfection-products',
    share: 15,
    prefixes: ['91'],
    trades: ['消毒用品有限公司', '卫生用品有限公司', '生物科技有限公司'],
    holdings: [
      ['disinfection-products-permit', 1],
      ['medical-device-business-permit', 0.3],
      ['sewage-permit', 0.5],
      ['water-intake-permit', 0.1],
      ['special-equipment-registration', 0.3],
    ],
  },
  {
    code: 'real-estate',
    share: 40,
    prefixes: ['91'],
    trades: ['房地产开发有限公司', '置业有限公司', '房地产评估有限公司'],
    holdings: [
      ['real-estate-developer-qualification', 1, ['开发', '置业']],
      ['real-estate-appraisal-filing', 1, ['评估']],
      ['special-working-hours-approval', 0.1],
    ],
  },
  {
    code: 'supervision',
    share: 15,
    prefixes: ['91'],
    trades: ['工程监理有限公司', '建设监理咨询有限公司'],
    holdings: [['supervision-qualification', 1]],
  },
  {
    code: 'quality-testing',
    share: 15,
    prefixes: ['91'],
    trades: ['工程检测有限公司', '建设工程质量检测有限公司'],
    holdings: [
      ['quality-testing-qualification', 1],
      ['inspection-body-accreditation', 0.9],
      ['radiation-safety-permit', 0.1],
    ],
  },
  {
    code: 'gas',
    share: 15,
    prefixes: ['91'],
    trades: ['燃气有限公司', '天然气有限公司', '能源有限公司'],
    holdings: [
      ['gas-business-permit', 1],
      ['hazardous-chemicals-permit', 0.6],
      ['special-equipment-registration', 0.8],
      ['special-equipment-production-permit', 0.1],
      ['sewage-permit', 0.2],
      ['special-working-hours-approval', 0.3],
    ],
  },
  {
    code: 'labour-dispatch',
    share: 35,
    prefixes: ['91'],
    trades: ['劳务派遣有限公司', '劳务服务有限公司', '企业服务有限公司'],
    holdings: [['labour-dispatch-permit', 1]],
  },
  {
    code: 'public-place',
    share: 260,
    prefixes: ['91', '92', '92'],
    trades: ['宾馆', '商场', '游泳健身馆', '美容美发店', '歌舞厅', '书城', '酒店'],
    holdings: [
      ['public-place-permit', 1],
      ['food-business-permit', 0.6, ['宾馆', '商场', '歌舞厅', '酒店']],
      ['tobacco-retail-licence', 0.5, ['宾馆', '商场', '歌舞厅', '酒店']],
      ['fire-safety-approval', 0.6],
      ['hotel-special-trade-permit', 1, ['宾馆', '酒店']],
      ['drainage-permit', 0.2],
      ['publication-retail-permit', 1, ['书城']],
      ['entertainment-venue-permit', 1, ['歌舞厅']],
      ['high-risk-sports-permit', 0.8, ['游泳']],
      ['special-equipment-registration', 0.4, ['宾馆', '商场', '酒店']],
      ['special-working-hours-approval', 0.05],
    ],
  },
  {
    code: 'medical-institution',
    share: 70,
    prefixes: ['91', '91', '52'],
    trades: ['医院', '口腔门诊部', '中医诊所', '社区卫生服务中心'],
    holdings: [
      ['medical-institution-licence', 1],
      ['radiation-diagnosis-permit', 0.4],
      ['radiation-safety-permit', 0.4],
      ['medical-device-business-permit', 0.1],
      ['food-business-permit', 0.2],
      ['sewage-permit', 0.3],
      ['drainage-permit', 0.3],
      ['special-equipment-registration', 0.3],
    ],
  },
  {
    code: 'food-production',
    share: 85,
    prefixes: ['91'],
    trades: ['食品有限公司', '水产食品有限公司', '粮油有限公司', '饮品有限公司'],
    holdings: [
      ['food-production-permit', 1],
      ['food-business-permit', 0.3],
      ['sewage-permit', 0.6],
      ['water-intake-permit', 0.15],
      ['drainage-permit', 0.2],
      ['special-equipment-registration', 0.5],
      ['special-working-hours-approval', 0.15],
    ],
  },
  {
    code: 'road-transport',
    share: 150,
    prefixes: ['91'],
    trades: ['物流有限公司', '运输有限公司', '国际货运有限公司', '客运有限公司'],
    holdings: [
      ['road-transport-permit', 1],
      ['vehicle-transport-certificate', 0.9],
      ['hazardous-chemicals-permit', 0.05],
      ['special-working-hours-approval', 0.25],
    ],
  },
  {
    code: 'private-non-enterprise',
    share: 55,
    prefixes: ['52'],
    trades: ['幼儿园', '职业培训学校', '养老服务中心', '艺术培训学校', '体育俱乐部'],
    holdings: [
      ['private-non-enterprise-registration', 1],
      ['private-school-permit', 1, ['幼儿园', '艺术培训']],
      ['private-training-school-permit', 1, ['职业培训']],
      ['elderly-care-filing', 1, ['养老']],
      ['food-business-permit', 0.7, ['幼儿园', '养老']],
      ['high-risk-sports-permit', 0.5, ['体育']],
      ['publication-retail-permit', 0.1, ['艺术培训']],
    ],
  },
  {
    code: 'social-organisation',
    share: 40,
    prefixes: ['51'],
    trades: ['商会', '志愿服务协会', '书画协会', '行业协会', '体育协会'],
    holdings: [['social-organisation-registration', 1]],
  },
  {
    code: 'hr-service',
    share: 20,
    prefixes: ['91'],
    trades: ['人力资源有限公司', '人才服务有限公司', '职业介绍有限公司'],
    holdings: [['hr-service-permit', 1]],
  },
];

const unitTypes: Readonly<Record<string, string>> = {
  '91': '有限责任公司',
  '92': '个体工商户',
  '51': '社会团体法人',
  '52': '民办非企业单位',
};

/** 登记类型 by the first two characters of the USCC. */
export function unitTypeOf(prefix: string): string {
  return unitTypes[prefix] ?? '其他组织';
}

/** What a person may hold: at what ages, how many of them, who. */
export interface PersonHolding {
  readonly type: string;
  readonly share: number;
  readonly from: number;
  readonly to: number;
  /** `local` = registered in the city, `migrant` = lives here with papers of elsewhere. */
  readonly who?: 'local' | 'migrant';
}

export const personHoldings: readonly PersonHolding[] = [
  { type: 'identity-card', share: 0.97, from: 16, to: 120, who: 'local' },
  { type: 'residence-permit', share: 0.8, from: 16, to: 70, who: 'migrant' },
  { type: 'social-security-card', share: 0.9, from: 1, to: 120 },
  { type: 'driving-licence', share: 0.5, from: 18, to: 69 },
  { type: 'vehicle-inspection-mark', share: 0.3, from: 20, to: 69 },
  { type: 'hong-kong-macao-permit', share: 0.12, from: 5, to: 75, who: 'local' },
  { type: 'disability-card', share: 0.05, from: 6, to: 100, who: 'local' },
  { type: 'disability-subsidy', share: 0.02, from: 6, to: 100, who: 'local' },
  { type: 'minimum-living-allowance', share: 0.012, from: 18, to: 100, who: 'local' },
  { type: 'public-rental-eligibility', share: 0.015, from: 22, to: 80, who: 'local' },
  { type: 'chronic-disease-benefit', share: 0.12, from: 50, to: 100, who: 'local' },
  { type: 'veterans-card', share: 0.02, from: 22, to: 95, who: 'local' },
  { type: 'teacher-registration', share: 0.02, from: 23, to: 60 },
  { type: 'nurse-licence', share: 0.01, from: 20, to: 55 },
  { type: 'doctor-assessment', share: 0.007, from: 25, to: 65 },
  { type: 'health-certificate', share: 0.06, from: 18, to: 60 },
  { type: 'freight-driver-certificate', share: 0.03, from: 21, to: 60 },
  { type: 'dangerous-goods-driver-certificate', share: 0.006, from: 21, to: 60 },
  { type: 'online-taxi-driver-certificate', share: 0.015, from: 22, to: 60 },
  { type: 'taxi-driver-certificate', share: 0.008, from: 22, to: 60 },
  { type: 'fishing-crew-certificate', share: 0.01, from: 18, to: 65 },
  { type: 'special-operations-certificate', share: 0.03, from: 18, to: 60 },
  { type: 'special-equipment-operator-certificate', share: 0.02, from: 18, to: 60 },
  { type: 'construction-special-worker-certificate', share: 0.012, from: 18, to: 60 },
  { type: 'safety-officer-certificate', share: 0.012, from: 22, to: 60 },
  { type: 'registered-constructor', share: 0.01, from: 24, to: 65 },
];

/** What comes with a birthday: most of those who have reached one of the ages hold it since then. */
export const ageHoldings: readonly {
  readonly type: string;
  readonly share: number;
  readonly ages: readonly number[];
  readonly to: number;
}[] = [
  { type: 'vaccination-check', share: 0.8, ages: [6], to: 8 },
  { type: 'resident-pension', share: 0.45, ages: [60], to: 120 },
  { type: 'elderly-transport-card', share: 0.75, ages: [65], to: 120 },
  { type: 'old-age-allowance', share: 0.9, ages: [80, 85, 90], to: 120 },
];
