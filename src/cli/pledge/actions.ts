import { type MessageKey, text } from '../../domain/message.ts';
import type { PledgeStatus } from '../../domain/pledge.ts';
import { confirmPledge, listPledges, withdrawPledge } from '../../storage/pledge-keeping.ts';
import { onlyOne, readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { readOffice } from '../shared/office.ts';

const STATUSES: readonly PledgeStatus[] = ['pending', 'valid', 'withdrawn'];

/** `list [--status pending] [--opd NAME]`: who waits for the OPD, so that it can ask them. */
export const listAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    const { values } = readArgs(args, { status: { type: 'string' }, opd: { type: 'string' } });
    const status = STATUSES.find((one) => one === (values.status ?? 'pending'));
    if (!status) throw new UsageError(text('cli.pledge_status_unknown'));
    const pledges = await withDesk(async ({ db, keys }) => {
      const officeId = await readOffice(db, values.opd);
      return listPledges(db, keys, { status, ...(officeId === undefined ? {} : { officeId }) });
    });
    terminal.table(
      pledges.map((one) => [
        one.id,
        one.electionId,
        one.nip,
        one.name,
        one.office,
        terminal.plain(text('cli.pledge_at', { at: { moment: one.at, zone: config.TZ_REGION } })),
      ]),
    );
    terminal.note(pledges.length === 0 ? text('cli.pledge_none') : text('cli.pledge_count', { count: pledges.length }));
    return 0;
  },
};

/** `confirm ID`: the OPD has asked the person, and it was them. */
export const confirmAction: Action = {
  async run(args, { terminal, withDesk }) {
    const id = onlyOne(readArgs(args, {}).positionals);
    const { kind } = await withDesk(({ db, keys }) => confirmPledge(db, keys, id));
    if (kind !== 'confirmed') throw new Refusal(text(REFUSED[kind], { id }));
    terminal.say(text('cli.pledge_confirmed', { id }));
    return 0;
  },
};

/** `withdraw ID`: its certificate says so from now on. */
export const withdrawAction: Action = {
  async run(args, { terminal, withDesk }) {
    const id = onlyOne(readArgs(args, {}).positionals);
    const outcome = await withDesk(({ db }) => withdrawPledge(db, id));
    if (outcome !== 'withdrawn') throw new Refusal(text(REFUSED[outcome], { id }));
    terminal.say(text('cli.pledge_withdrawn', { id }));
    return 0;
  },
};

const REFUSED: Readonly<Record<'unknown' | 'not_pending' | 'has_another' | 'already', MessageKey>> = {
  unknown: 'cli.pledge_unknown',
  not_pending: 'cli.pledge_not_pending',
  has_another: 'cli.pledge_has_another',
  already: 'cli.pledge_already_withdrawn',
};
