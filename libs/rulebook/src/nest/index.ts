import { InterpretClauseRequest, PublishHolidayCalendarRequest, PublishRuleBookRequest } from './rulebook.commands.js';

export * from './books.js';
export * from './rulebook.commands.js';

/** Every command of persons that this context takes. */
export const rulebookRequests = [PublishRuleBookRequest, InterpretClauseRequest, PublishHolidayCalendarRequest] as const;
