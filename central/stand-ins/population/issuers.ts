import type { CertificateKind } from './certificate-kinds.ts';
import type { District } from './words.ts';

const endings = {
  approval: '行政审批服务局',
  police: '公安局',
  labour: '人力资源和社会保障局',
  'civil-affairs': '民政局',
  transport: '交通运输局',
  health: '卫生健康局',
  disabled: '残疾人联合会',
  ocean: '海洋发展局',
  emergency: '应急管理局',
  fire: '消防救援大队',
  tobacco: '烟草专卖局',
  education: '教育和体育局',
  medical: '医疗保障局',
  construction: '住房和城乡建设局',
  ecology: '生态环境局',
  veterans: '退役军人事务局',
} as const;

/** County-level cities decide for themselves. */
function isCountyCity({ code }: District): boolean {
  return code.startsWith('37028');
}

/** Name of the bureau that issued a certificate, as it is printed there and as `assets/items/agencies.json` has it. */
export function issuerOf({ bureau, city }: CertificateKind, district: District): string {
  const ending = endings[bureau];
  if (city === true && !isCountyCity(district)) return `青岛市${ending}`;
  if (bureau === 'police') return isCountyCity(district) ? `${district.short}市公安局` : `青岛市公安局${district.short}分局`;
  if (bureau === 'ecology') return `青岛市生态环境局${district.short}分局`;
  return isCountyCity(district) ? `${district.short}市${ending}` : `青岛市${district.short}区${ending}`;
}
