/** What names and addresses are made of. Surnames and characters are common ones; who comes out of them is nobody. */

export const surnames = Array.from(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
);
export const doubleSurnames = ['欧阳', '上官', '司马', '诸葛', '尉迟'];
export const givenMen = Array.from('伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林建国志文海东');
export const givenWomen = Array.from('芳娜敏静丽艳娟霞秀燕玲桂英红云洁梅琳雪倩颖婷慧莹佳欣萍蕾薇晶琴素兰凤春雨菲');

/** 字号: the first and the second character of a trade name. */
export const markFirst = Array.from('海瑞恒泰信鸿嘉润盛达安和华中鼎博远诚富源金宏康德益顺汇众腾卓天');
export const markSecond = Array.from('岳澜川宇辰昌通隆旺邦能宁洲源诚丰阳悦祥科佳航晟铭峰弘朗新平图立业');

export interface District {
  readonly code: string;
  /** As names and addresses begin. */
  readonly prefix: string;
  /** As trade names begin. */
  readonly place: string;
  /** Short name, for agencies. */
  readonly short: string;
  readonly streets: readonly string[];
  readonly towns: readonly string[];
  /** Of a thousand parties, about. */
  readonly share: number;
}

/** The ten districts; shares follow where people and enterprises are. */
export const districts: readonly District[] = [
  {
    code: '370202',
    prefix: '青岛市市南区',
    place: '青岛',
    short: '市南',
    streets: ['香港中路', '东海西路', '山东路', '闽江路', '南京路', '宁夏路'],
    towns: ['八大峡街道', '云南路街道', '八大关街道', '湛山街道', '香港中路街道', '金湖路街道'],
    share: 90,
  },
  {
    code: '370203',
    prefix: '青岛市市北区',
    place: '青岛',
    short: '市北',
    streets: ['敦化路', '延吉路', '连云港路', '辽阳西路', '台东一路', '重庆南路'],
    towns: ['台东街道', '登州路街道', '敦化路街道', '合肥路街道', '浮山新区街道', '开平路街道'],
    share: 130,
  },
  {
    code: '370211',
    prefix: '青岛市黄岛区',
    place: '青岛',
    short: '黄岛',
    streets: ['长江中路', '井冈山路', '滨海大道', '江山南路', '珠江路', '前湾港路'],
    towns: ['长江路街道', '薛家岛街道', '隐珠街道', '灵珠山街道', '王台街道', '泊里镇'],
    share: 200,
  },
  {
    code: '370212',
    prefix: '青岛市崂山区',
    place: '青岛',
    short: '崂山',
    streets: ['海尔路', '苗岭路', '株洲路', '深圳路', '松岭路', '香港东路'],
    towns: ['中韩街道', '沙子口街道', '北宅街道', '王哥庄街道', '金家岭街道'],
    share: 80,
  },
  {
    code: '370213',
    prefix: '青岛市李沧区',
    place: '青岛',
    short: '李沧',
    streets: ['书院路', '黑龙江中路', '金水路', '重庆中路', '九水路', '京口路'],
    towns: ['李村街道', '虎山路街道', '浮山路街道', '振华路街道', '九水街道', '世园街道'],
    share: 75,
  },
  {
    code: '370214',
    prefix: '青岛市城阳区',
    place: '青岛',
    short: '城阳',
    streets: ['正阳路', '长城路', '春阳路', '明阳路', '文阳路', '重庆北路'],
    towns: ['城阳街道', '流亭街道', '夏庄街道', '惜福镇街道', '棘洪滩街道', '上马街道'],
    share: 120,
  },
  {
    code: '370215',
    prefix: '青岛市即墨区',
    place: '青岛',
    short: '即墨',
    streets: ['鹤山路', '振华街', '蓝鳌路', '烟青路', '嵩山二路', '文化路'],
    towns: ['通济街道', '环秀街道', '潮海街道', '北安街道', '蓝村街道', '灵山街道', '鳌山卫街道'],
    share: 115,
  },
  {
    code: '370281',
    prefix: '山东省胶州市',
    place: '胶州市',
    short: '胶州',
    streets: ['北京路', '福州南路', '广州路', '杭州路', '兰州西路', '胶州西路'],
    towns: ['阜安街道', '中云街道', '三里河街道', '九龙街道', '胶东街道', '李哥庄镇'],
    share: 80,
  },
  {
    code: '370283',
    prefix: '山东省平度市',
    place: '平度市',
    short: '平度',
    streets: ['红旗路', '人民路', '青岛路', '常州路', '杭州路', '苏州路'],
    towns: ['东阁街道', '李园街道', '同和街道', '凤台街道', '南村镇', '店子镇', '大泽山镇'],
    share: 65,
  },
  {
    code: '370285',
    prefix: '山东省莱西市',
    place: '莱西市',
    short: '莱西',
    streets: ['青岛路', '烟台路', '威海路', '上海路', '长岛路', '石岛路'],
    towns: ['水集街道', '望城街道', '沽河街道', '姜山镇', '南墅镇', '院上镇'],
    share: 45,
  },
];
