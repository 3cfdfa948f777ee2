import type { Election, IsoDay } from '../../domain/election.ts';
import { type Duty, dutiesOn } from '../../domain/reminder.ts';

/** What the calendar says on a day ahead: that an invitation may come late is for days on which the service stood still. */
export const dutiesAhead = (elections: readonly Election[], day: IsoDay): readonly Duty[] =>
  dutiesOn(elections, day).filter(({ since }) => since === day);
