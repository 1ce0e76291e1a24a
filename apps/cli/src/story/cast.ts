import { idOf } from './ids.js';

/** Everything here is invented: no county, town, village or person of this name is meant. */
export const COUNTY = '岭川县';
export const TOWNS = ['青岚镇', '松坪镇', '芦川镇', '石门镇', '云溪镇', '竹坝镇', '清河镇', '白鹤镇', '柳林镇', '高桥镇', '龙泉镇'] as const;
export const DEPARTMENTS = [
  '农业局',
  '林业局',
  '水务局',
  '交通局',
  '教育局',
  '卫生局',
  '民政局',
  '人社局',
  '住建局',
  '国土局',
  '财政局',
  '文广局',
  '经贸局',
  '电力局',
  '供销社',
] as const;
/** Fifteen villages that are due to leave poverty in 2016, with their towns. */
export const VILLAGES = [
  ['松坪镇', '杉树坪村'],
  ['松坪镇', '双河口村'],
  ['青岚镇', '茶园村'],
  ['青岚镇', '桐花村'],
  ['芦川镇', '芦苇滩村'],
  ['石门镇', '石门沟村'],
  ['云溪镇', '云台村'],
  ['竹坝镇', '竹园坝村'],
  ['清河镇', '清水湾村'],
  ['白鹤镇', '白鹤岭村'],
  ['柳林镇', '柳树湾村'],
  ['高桥镇', '高桥村'],
  ['龙泉镇', '龙洞村'],
  ['龙泉镇', '泉水沟村'],
  ['高桥镇', '板桥村'],
] as const;

export const ORGANS = {
  partyCommittee: '中共岭川县委员会',
  discipline: '中共岭川县纪律检查委员会',
  organization: '中共岭川县委组织部',
  congress: '岭川县人大常委会',
  command: '岭川县脱贫攻坚指挥部办公室',
  assessment: '岭川县年度目标责任考核办公室',
} as const;
export const CITY = '云岭市扶贫开发领导小组';

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳'];
const GIVEN = [...'沐砚棠越岚川溪竹宁安远清和明朗松柏青石泉云峰岭河谷田禾麦穗谷雨晴霁'];

/** An invented name for the n-th person of the story; distinct for the first few hundred. */
export const nameOf = (n: number): string =>
  `${SURNAMES[n % SURNAMES.length]!}${GIVEN[(n * 7 + 3) % GIVEN.length]!}${n >= SURNAMES.length ? GIVEN[(n * 11 + 5) % GIVEN.length]! : ''}`;

export const unitId = (name: string): string => idOf('unit', name);
export const villageId = (name: string): string => idOf('village', name);
export const personId = (key: string): string => idOf('person', key);
export const postId = (key: string): string => idOf('post', key);

export type Holder = Readonly<{ personKey: string; from: string; to?: string; name?: string }>;
export type PostPlan = Readonly<{
  key: string;
  unit: string;
  role: string;
  title: string;
  appointedBy: 'election' | 'standing-committee' | 'commission' | 'contract';
  holders: readonly Holder[];
}>;

const YEAR = '2016-01-01';
const one = (key: string, name?: string): readonly Holder[] => [{ personKey: key, from: YEAR, name }];

/** Who in the story bears a name that readers will meet again. */
const NAMED: Readonly<Record<string, string>> = {
  '青岚镇/party-secretary': '周砚',
  '青岚镇/town-head': '何沐',
  '芦川镇/party-secretary': '卫澜',
  '芦川镇/town-head': '沈峤',
  '松坪镇/town-head': '郑知遥',
  '松坪镇/deputy-in-charge': '陶一鸣',
  '松坪镇/town-leader': '许见山',
};

/** 秦越 left the town on 10 October (in post until the 9th inclusive) and 顾棠 took over: both answer for their days (justice, worked cases). */
const SONGPING_SECRETARIES: readonly Holder[] = [
  { personKey: '松坪镇/party-secretary/1', from: YEAR, to: '2016-10-10', name: '秦越' },
  { personKey: '松坪镇/party-secretary/2', from: '2016-10-10', name: '顾棠' },
];

function townPosts(town: string): readonly PostPlan[] {
  const post = (role: string, title: string, appointedBy: PostPlan['appointedBy']): PostPlan => ({
    key: `${town}/${role}`,
    unit: town,
    role,
    title: `${town}${title}`,
    appointedBy,
    holders: one(`${town}/${role}`, NAMED[`${town}/${role}`]),
  });
  const secretary = post('party-secretary', '党委书记', 'commission');
  return [
    town === '松坪镇' ? { ...secretary, holders: SONGPING_SECRETARIES } : secretary,
    post('town-head', '镇长', 'election'),
    post('deputy-in-charge', '分管扶贫副镇长', 'election'),
    post('town-leader', '党委委员', 'commission'),
  ];
}

function departmentPosts(department: string): readonly PostPlan[] {
  const post = (role: string, title: string, appointedBy: PostPlan['appointedBy']): PostPlan => ({
    key: `${department}/${role}`,
    unit: department,
    role,
    title: `${department}${title}`,
    appointedBy,
    holders: one(`${department}/${role}`),
  });
  return [post('department-head', '局长', 'standing-committee'), post('department-deputy', '分管副局长', 'commission')];
}

function organPosts(): readonly PostPlan[] {
  const post = (unit: string, role: string, title: string): PostPlan => ({
    key: `${unit}/${role}`,
    unit,
    role,
    title,
    appointedBy: 'commission',
    holders: one(`${unit}/${role}`),
  });
  return [
    post(ORGANS.partyCommittee, 'county-party-secretary', '县委书记'),
    post(ORGANS.partyCommittee, 'county-magistrate', '县长'),
    post(ORGANS.partyCommittee, 'county-deputy-secretary', '县委副书记'),
    post(ORGANS.discipline, 'discipline-secretary', '县纪委书记'),
    post(ORGANS.discipline, 'case-officer', '案件审理室主任'),
    post(ORGANS.discipline, 'investigator', '执纪审查室主任'),
    post(ORGANS.discipline, 'investigator-2', '执纪审查室副主任'),
    post(ORGANS.organization, 'organization-head', '县委组织部部长'),
    post(ORGANS.organization, 'cadre-officer', '干部科科长'),
    post(ORGANS.congress, 'congress-clerk', '人大常委会办公室主任'),
    post(ORGANS.command, 'command-clerk', '指挥部办公室主任'),
    post(ORGANS.assessment, 'assessment-clerk', '考核办主任'),
  ];
}

function villagePosts(): readonly PostPlan[] {
  return VILLAGES.flatMap(([, village], index) => [
    {
      key: `${village}/county-leader`,
      // Leaders of the county sit in several bodies; only the committee's own members vote on its decisions.
      unit: COUNTY,
      role: 'county-leader',
      title: `县级包抓领导（第${index + 1}组）`,
      appointedBy: 'standing-committee' as const,
      holders: one(`${village}/county-leader`),
    },
    {
      key: `${village}/first-secretary`,
      unit: ORGANS.organization,
      role: 'first-secretary',
      title: `${village}第一书记`,
      appointedBy: 'commission' as const,
      holders: one(`${village}/first-secretary`),
    },
    {
      key: `${village}/agri-technician`,
      unit: '农业局',
      role: 'agri-technician',
      title: `${village}农技员`,
      appointedBy: 'contract' as const,
      holders: one(`${village}/agri-technician`),
    },
  ]);
}

/** Every post of the story with its holders over time. */
export const POSTS: readonly PostPlan[] = [...organPosts(), ...TOWNS.flatMap(townPosts), ...DEPARTMENTS.flatMap(departmentPosts), ...villagePosts()];
/** Every person, in order of first appearance. */
export const PERSONS = POSTS.flatMap(({ role, holders }) => holders.map(({ personKey, name }) => ({ personKey, name, role })));
