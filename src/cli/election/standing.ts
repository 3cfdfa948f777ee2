/** Where an election stands now: people are asked to pledge for one at a time, the open one that votes first. */
import { addDays, currentElection, dayIn, type Election, pledgeIsOpen } from '../../domain/election.ts';
import { type Text, text } from '../../domain/message.ts';
import type { Terminal } from '../shared/terminal.ts';

/** Whether an election's pledge is open, and asked for. */
export function stateOf(election: Election, all: readonly Election[], now: number): Text {
  if (pledgeIsOpen(election, now)) {
    const current = currentElection(all, now);
    const isFirst = !('open' in current) || current.open.id === election.id;
    return isFirst ? text('cli.election_open') : text('cli.election_open_later', { id: current.open.id });
  }
  return text(dayIn(election.zone, now) < election.pledgeOpens ? 'cli.election_waits' : 'cli.election_over');
}

/** After elections were added or changed: what may be a slip, and what people are asked for now. */
export function sayStanding(touched: readonly Election[], all: readonly Election[], terminal: Terminal): void {
  for (const { id, quietTo, votingDay } of touched) {
    if (addDays(quietTo, 1) === votingDay) continue;
    terminal.note(text('cli.election_quiet_gap', { id, to: { day: quietTo }, vote: { day: votingDay } }));
  }
  terminal.note(asked(all, Date.now()));
}

function asked(all: readonly Election[], now: number): Text {
  const current = currentElection(all, now);
  if ('open' in current) return text('cli.election_asked', { id: current.open.id, name: current.open.name });
  if ('none' in current) return text('cli.election_asked_none');
  return text('cli.election_asked_next', { id: current.next.id, from: { day: current.next.pledgeOpens } });
}
