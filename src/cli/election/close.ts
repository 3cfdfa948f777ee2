import { closePledge, dayIn, type Election, pledgeIsOpen } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import { onlyOne, readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';
import { changeElection } from './change.ts';

/** `close ID`: ends the pledge at once. */
export const closeElectionAction: Action = {
  async run(args, tools) {
    const id = onlyOne(readArgs(args, {}).positionals);
    const changed = await changeElection(id, tools, (before) => ({ election: closed(before, Date.now()) }));
    changed.say(text('cli.election_closed', { id }));
    tools.terminal.note(text('cli.election_reopen', { id, day: changed.before.pledgeCloses }));
    return 0;
  },
};

/** @throws Refusal when the pledge is not open */
function closed(election: Election, now: number): Election {
  const { id, zone, pledgeOpens, pledgeCloses } = election;
  if (pledgeIsOpen(election, now)) return closePledge(election, now);
  const waits = dayIn(zone, now) < pledgeOpens;
  throw new Refusal(
    waits
      ? text('cli.election_closed_waits', { id, from: { day: pledgeOpens } })
      : text('cli.election_closed_before', { id, on: { day: pledgeCloses } }),
  );
}
