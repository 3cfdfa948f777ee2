import { text } from '../../domain/message.ts';
import { lookAtLease } from '../../storage/lease.ts';
import { WHATSAPP_LEASE } from '../../storage/whatsapp-owner.ts';
import { endpointOf } from '../../wiring/whatsapp.ts';
import { readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { UsageError } from '../shared/errors.ts';

const STATES = ['open', 'connecting', 'waiting', 'pairing', 'stopped'] as const;

/** `status`: how the number is. Ends with 0 only when it is connected: everything else is somebody's business. */
export const statusAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    if (readArgs(args, {}).positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    endpointOf(config);
    const held = await withDesk(({ db }) => lookAtLease(db, WHATSAPP_LEASE));
    const [word = '', ...more] = (held?.note ?? '').split(' ');
    const state = STATES.find((one) => one === word);
    const detail = more.join(' ');
    if (!held) terminal.say(text('whatsapp.state_off'));
    else if (!state) terminal.say(text('whatsapp.state_connecting'));
    else if (state === 'stopped' && detail === 'credentials') terminal.say(text('whatsapp.state_locked'));
    else if (state === 'stopped') terminal.say(text('whatsapp.state_stopped', { code: detail || '?' }));
    else if (state === 'open' && detail) terminal.say(text('whatsapp.state_restricted', { what: detail }));
    else if (state === 'waiting' && detail) terminal.say(text('whatsapp.state_waiting_for', { what: detail }));
    else terminal.say(text(`whatsapp.state_${state}`));
    return held && state === 'open' && !detail ? 0 : 1;
  },
};
