/** What a certificate prints that its register also has. */
export type Printed = 'name' | 'legalRepresentative' | 'address' | 'capital';

/** Who issues it: a bureau of the party's district, or of the city for all districts. */
export type Bureau =
  | 'approval'
  | 'police'
  | 'labour'
  | 'civil-affairs'
  | 'transport'
  | 'health'
  | 'disabled'
  | 'ocean'
  | 'emergency'
  | 'fire'
  | 'tobacco'
  | 'education'
  | 'medical'
  | 'construction'
  | 'ecology'
  | 'veterans';

/** A kind of certificate as its keeper would describe it. Codes and years are those of `assets/items/certificate-types.json`. */
export interface CertificateKind {
  readonly type: string;
  /** Begins its number, before year, district and serial. */
  readonly mark: string;
  /** Years that it is valid; 0 = it never expires. */
  readonly years: number;
  readonly bureau: Bureau;
  /** The city's bureau issues it for the urban districts; county-level cities have their own. */
  readonly city?: boolean;
  readonly printed: readonly Printed[];
  readonly grades?: readonly string[];
}

const nl = ['name', 'legalRepresentative'] as const;
const nla = [...nl, 'address'] as const;
const nlac = [...nla, 'capital'] as const;
const approval = { bureau: 'approval' } as const;
const cityApproval = { bureau: 'approval', city: true } as const;

/** Of organisations. */
const organisationKinds: readonly CertificateKind[] = [
  {
    type: 'construction-qualification',
    mark: 'D237',
    years: 5,
    printed: nlac,
    grades: ['施工总承包二级', '施工总承包三级', '专业承包二级'],
    ...cityApproval,
  },
  { type: 'construction-safety-permit', mark: '(鲁)JZ安许证字', years: 3, printed: nla, ...cityApproval },
  { type: 'design-qualification', mark: 'A237', years: 5, printed: nlac, grades: ['乙级', '丙级'], ...cityApproval },
  {
    type: 'survey-qualification',
    mark: 'B237',
    years: 5,
    printed: nla,
    grades: ['岩土工程乙级', '工程测量乙级'],
    ...cityApproval,
  },
  { type: 'supervision-qualification', mark: 'E237', years: 5, printed: nlac, grades: ['甲级', '乙级'], ...cityApproval },
  {
    type: 'quality-testing-qualification',
    mark: '鲁建检字',
    years: 5,
    printed: nla,
    grades: ['综合资质', '专项资质'],
    ...cityApproval,
  },
  { type: 'real-estate-developer-qualification', mark: '鲁房开字', years: 3, printed: nlac, grades: ['二级'], ...cityApproval },
  { type: 'real-estate-appraisal-filing', mark: '鲁评字', years: 3, printed: nla, grades: ['二级', '三级'], ...cityApproval },
  { type: 'gas-business-permit', mark: '鲁燃字', years: 5, printed: nl, ...cityApproval },
  { type: 'labour-dispatch-permit', mark: '鲁劳派字', years: 3, printed: nla, ...approval },
  { type: 'hr-service-permit', mark: '鲁人服字', years: 3, printed: nla, ...approval },
  { type: 'public-place-permit', mark: '鲁卫公证字', years: 4, printed: nl, ...approval },
  { type: 'medical-institution-licence', mark: 'PDY', years: 5, printed: nl, ...cityApproval },
  { type: 'disinfection-products-permit', mark: '鲁卫消证字', years: 4, printed: nl, ...cityApproval },
  { type: 'food-production-permit', mark: 'SC', years: 5, printed: nl, ...cityApproval },
  { type: 'food-business-permit', mark: 'JY', years: 5, printed: nl, ...approval },
  { type: 'road-transport-permit', mark: '鲁交运管许可青字', years: 4, printed: nla, ...cityApproval },
  { type: 'vehicle-transport-certificate', mark: '鲁交运管青字', years: 0, printed: ['name'], ...approval },
  { type: 'private-non-enterprise-registration', mark: '青民民证字', years: 4, printed: nl, ...approval },
  { type: 'social-organisation-registration', mark: '青社证字', years: 5, printed: nl, ...approval },
  { type: 'private-school-permit', mark: '教民', years: 5, printed: nl, bureau: 'education' },
  { type: 'private-training-school-permit', mark: '人社民', years: 3, printed: nl, bureau: 'labour' },
  { type: 'elderly-care-filing', mark: '青养备字', years: 0, printed: nla, bureau: 'civil-affairs' },
  { type: 'tobacco-retail-licence', mark: '3702', years: 5, printed: nl, bureau: 'tobacco' },
  { type: 'special-equipment-registration', mark: '特使鲁', years: 0, printed: ['name'], ...approval },
  { type: 'special-equipment-production-permit', mark: 'TS鲁', years: 4, printed: nla, ...cityApproval },
  { type: 'medical-device-business-permit', mark: '鲁青药监械经营许', years: 5, printed: nla, ...approval },
  { type: 'inspection-body-accreditation', mark: 'CMA', years: 6, printed: nl, ...approval },
  { type: 'hazardous-chemicals-permit', mark: '鲁青危化经字', years: 3, printed: nl, bureau: 'emergency' },
  { type: 'fire-safety-approval', mark: '青消安检字', years: 0, printed: nl, bureau: 'fire' },
  { type: 'hotel-special-trade-permit', mark: '公特旅字', years: 0, printed: nl, bureau: 'police' },
  { type: 'water-intake-permit', mark: '取水鲁青字', years: 5, printed: nl, ...approval },
  { type: 'drainage-permit', mark: '青排许字', years: 5, printed: nl, ...approval },
  { type: 'sewage-permit', mark: '青污许字', years: 5, printed: nla, bureau: 'ecology' },
  { type: 'radiation-safety-permit', mark: '鲁环辐证', years: 5, printed: nla, bureau: 'ecology', city: true },
  { type: 'radiation-diagnosis-permit', mark: '鲁卫放证字', years: 0, printed: nl, ...approval },
  { type: 'publication-retail-permit', mark: '新出发青字', years: 6, printed: nla, ...approval },
  { type: 'entertainment-venue-permit', mark: '青娱许字', years: 2, printed: nl, ...approval },
  { type: 'high-risk-sports-permit', mark: '青体许字', years: 5, printed: nl, ...approval },
  { type: 'special-working-hours-approval', mark: '青人社工时', years: 1, printed: nl, bureau: 'labour' },
];

/** Of persons; they print the holder's name, which no register changes. */
const personKinds: readonly CertificateKind[] = (
  [
    ['residence-permit', 'JZ', 1, 'police'],
    ['disability-card', 'CJ', 10, 'disabled'],
    ['old-age-allowance', 'GL', 0, 'civil-affairs'],
    ['online-taxi-driver-certificate', 'WY', 3, 'transport'],
    ['social-security-card', 'SB', 10, 'labour'],
    ['driving-licence', 'JS', 10, 'police'],
    ['vehicle-inspection-mark', 'JY', 2, 'police'],
    ['identity-card', 'SF', 20, 'police'],
    ['hong-kong-macao-permit', 'C', 10, 'police'],
    ['taxi-driver-certificate', 'CZ', 3, 'transport'],
    ['freight-driver-certificate', 'HY', 6, 'transport'],
    ['dangerous-goods-driver-certificate', 'WH', 6, 'transport'],
    ['teacher-registration', 'JZC', 5, 'education'],
    ['nurse-licence', 'HS', 5, 'health'],
    ['doctor-assessment', 'YS', 2, 'health'],
    ['health-certificate', 'JK', 1, 'health'],
    ['fishing-crew-certificate', 'CY', 5, 'ocean'],
    ['special-operations-certificate', 'TZ', 3, 'emergency'],
    ['special-equipment-operator-certificate', 'TS', 4, 'approval'],
    ['construction-special-worker-certificate', 'JT', 2, 'construction'],
    ['safety-officer-certificate', 'AQ', 3, 'construction'],
    ['registered-constructor', 'JZS', 3, 'approval'],
    ['elderly-transport-card', 'LN', 1, 'transport'],
    ['resident-pension', 'YL', 0, 'labour'],
    ['vaccination-check', 'YF', 0, 'health'],
    ['minimum-living-allowance', 'DB', 1, 'civil-affairs'],
    ['disability-subsidy', 'CB', 1, 'civil-affairs'],
    ['veterans-card', 'YD', 10, 'veterans'],
    ['chronic-disease-benefit', 'MT', 2, 'medical'],
    ['public-rental-eligibility', 'GZ', 1, 'construction'],
  ] as const
).map(([type, mark, years, bureau]) => ({ type, mark, years, bureau, printed: ['name'] }));

export const certificateKinds: ReadonlyMap<string, CertificateKind> = new Map(
  [...organisationKinds, ...personKinds].map((kind) => [kind.type, kind]),
);

/** @throws when there is no such kind: the tables below name only what is above. */
export function kindOf(type: string): CertificateKind {
  const kind = certificateKinds.get(type);
  if (!kind) throw new Error(`no kind of certificate ${type}`);
  return kind;
}
