import { addDays, type Actor, type Command } from '#kernel';
import { DEPARTMENTS, ORGANS, personId, POSTS, postId, TOWNS, unitId, VILLAGES, villageId } from './cast.js';
import { at, listed, sitting, thingId, type Step } from './ids.js';
import { commandOffice } from './setup.js';

/** Notices all year; reports and visits in the sprint of the last weeks. */
const NOTICES = thingId('scheme', '2016-notices');
const SPRINT = thingId('scheme', '2016-sprint');
const FIRST_MONDAY = '2016-01-25';
const FIRST_WEEK = 4;
const MONDAYS = 49;
const SPRINT_MONDAY = '2016-12-12';
const SPRINT_FIRST_WEEK = 50;
const SPRINT_WEEKS = 3;
/** Nobody set the words of this week in time: the notices went out with the default text, and the office was reminded. */
const FORGOTTEN_WEEK = 30;

const weekName = (number: number): string => `2016-W${String(number).padStart(2, '0')}`;
const scheme = (more: object): Command => ({
  type: 'PublishCadenceScheme',
  data: { version: 1, officeUnitId: unitId(ORGANS.command), to: '2017-01-02', ...more },
});

const notices = (): Command =>
  scheme({
    ...{ schemeId: NOTICES, title: '2016年每周一重点工作提示', documentRef: '岭脱贫指〔2016〕5号', from: FIRST_MONDAY },
    notice: {
      // 示例: the notice of a Monday in a holiday goes out on the first work day.
      time: { weekday: 1, hour: 8, onRestDay: 'first-work-day' },
      defaultText: '请按方案推进本周工作（本周重点工作未另行确定）',
      classes: [
        { classId: 'county-leaders', zh: '县级领导', of: 'duty-holders', duties: ['county-leader'] },
        { classId: 'town-principals', zh: '镇党政主要领导', of: 'posts', unitKinds: ['town'], roles: ['party-secretary', 'town-head'] },
        { classId: 'department-principals', zh: '帮扶部门主要领导', of: 'posts-of-duty-units', duties: ['paired-department'], roles: ['department-head'] },
      ],
    },
  });
const sprint = (): Command =>
  scheme({
    ...{ schemeId: SPRINT, title: '2016年冲刺阶段周报和进村', documentRef: '岭脱贫指〔2016〕70号', from: SPRINT_MONDAY },
    reports: { time: { weekday: 7, hour: 24, onRestDay: 'unmoved' }, unitKinds: ['town', 'department'] },
    visits: { duties: ['county-leader'] },
  });

const RECIPIENT_ROLES = new Set(['county-leader', 'party-secretary', 'town-head', 'department-head']);
/** One town head never gave a number: the register shows it each week. */
const WITHOUT_NUMBER = '龙泉镇/town-head';
/** Numbers that belong to nobody: too short to be dialled. */
const contacts = (): readonly Command[] =>
  POSTS.filter(({ key, role }) => RECIPIENT_ROLES.has(role) && key !== WITHOUT_NUMBER).flatMap(({ holders }, post) =>
    holders.map(({ personKey }, holder) => ({
      type: 'SetPersonContact',
      data: { personId: personId(personKey), phone: { private: `00000${String(post * 2 + holder).padStart(3, '0')}` } },
    })),
  );

const TASKS = ['核对户档', '产业到户', '危房改造', '道路和饮水', '整改销号', '资金兑付', '补齐短板'] as const;
const tasks = (): readonly Step[] =>
  Array.from({ length: MONDAYS }, (_, index) => index + FIRST_WEEK)
    .filter((week) => week !== FORGOTTEN_WEEK)
    .flatMap((week) =>
      sitting(at(addDays(FIRST_MONDAY, (week - FIRST_WEEK) * 7 - 3), 16), commandOffice, [
        { type: 'SetWeeklyTasks', data: { schemeId: NOTICES, week: weekName(week), text: `第${week}周重点：${TASKS[week % TASKS.length]!}` } },
      ]),
    );

/** Who signs a unit's report. */
function reporter(unit: string): Actor {
  const key = (TOWNS as readonly string[]).includes(unit) ? `${unit}/town-head` : `${unit}/department-head`;
  return { personId: personId(key), postId: postId(key) };
}
/** 竹坝镇 is late once and supplies it; 供销社 never reports its third week. */
const LATE = { unit: '竹坝镇', week: SPRINT_FIRST_WEEK + 1 };
const NEVER = { unit: '供销社', week: SPRINT_FIRST_WEEK + 2 };
function reports(): readonly Step[] {
  return Array.from({ length: SPRINT_WEEKS }, (_, index) => SPRINT_FIRST_WEEK + index).flatMap((week, index) =>
    [...TOWNS, ...DEPARTMENTS].flatMap((unit, place) => {
      if (unit === NEVER.unit && week === NEVER.week) return [];
      const day = unit === LATE.unit && week === LATE.week ? 8 : 5;
      return sitting(at(addDays(SPRINT_MONDAY, index * 7 + day), 9, place), reporter(unit), [
        {
          type: 'SubmitWeeklyReport',
          data: {
            ...{ schemeId: SPRINT, unitId: unitId(unit), week: weekName(week), personId: reporter(unit).personId },
            figures: [{ id: 'households-visited', value: 20 + place + index, unit: '户' }],
          },
        },
      ]);
    }),
  );
}

/** One leader is ill for a week and owes no visit; another stays away once, which nothing makes up. */
const ILL = VILLAGES[3][1];
const AWAY = VILLAGES[8][1];
function visits(): readonly Step[] {
  const leader = (village: string): Actor => ({ personId: personId(`${village}/county-leader`), postId: postId(`${village}/county-leader`) });
  return Array.from({ length: SPRINT_WEEKS }, (_, index) => index).flatMap((index) =>
    VILLAGES.flatMap(([, village], place) => {
      if ((village === ILL && index === 1) || (village === AWAY && index === 0)) return [];
      const date = addDays(SPRINT_MONDAY, index * 7 + 1 + (place % 3));
      return sitting(at(date, 19, place), leader(village), [
        {
          type: 'RecordLeaderVisit',
          data: { visitId: thingId('visit', `leader/${village}/${index}`), ...(leader(village) as object), villageId: villageId(village), date },
        },
      ]);
    }),
  );
}
const absence = (): readonly Step[] =>
  sitting(at(addDays(SPRINT_MONDAY, 7), 9), commandOffice, [
    {
      type: 'RecordAbsence',
      data: {
        ...{ absenceId: thingId('absence', ILL), personId: personId(`${ILL}/county-leader`), kind: 'illness', documentRef: '岭办假〔2016〕41号' },
        ...{ from: addDays(SPRINT_MONDAY, 7), to: addDays(SPRINT_MONDAY, 14) },
      },
    },
  ]);

/** The year's weeks: what is sent each Monday, and in the last weeks what is reported and who goes to the villages. */
export const rhythm = (): readonly Step[] => [
  ...sitting(at('2016-01-21', 9), commandOffice, [notices()]),
  ...listed(at('2016-01-21', 10), commandOffice, '通讯录', contacts()),
  ...sitting(at('2016-12-05', 9), commandOffice, [sprint()]),
  ...tasks(),
  ...reports(),
  ...absence(),
  ...visits(),
];
