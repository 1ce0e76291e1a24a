import type { DutyKind } from '#registry';
import type { ResponsibilityLevel } from './chain.events.js';

/**
 * 主要负责人: the principal of a unit. Roles are the registry's words; by convention the principal's word ends in what the office is called,
 * while deputies, assistants and the seconded first secretary of a village carry a prefix.
 */
export const isPrincipal = (role: string): boolean =>
  /(^|-)(secretary|head|director|principal|chair|magistrate|mayor)$/.test(role) && !/^(deputy|vice|assistant|first)-/.test(role);

/** 主要负责人 and 直接主管的班子成员 bear 主要领导责任, other members who take part 重要领导责任 (问责条例 2016, Art. 5). */
export const levelOfRole = (role: string): ResponsibilityLevel => (isPrincipal(role) ? 'main' : 'important');

const LEVEL_OF_DUTY: Readonly<Record<DutyKind, ResponsibilityLevel>> = {
  'in-charge': 'main',
  stationed: 'important',
  'county-leader': 'important',
  'town-leader': 'important',
  'first-secretary': 'important',
  'agri-technician': 'important',
  'paired-department': 'overall',
};
export const levelOfDuty = (kind: DutyKind): ResponsibilityLevel => LEVEL_OF_DUTY[kind];

export const LEVEL_ZH: Readonly<Record<ResponsibilityLevel, string>> = { overall: '全面领导责任', main: '主要领导责任', important: '重要领导责任' };
