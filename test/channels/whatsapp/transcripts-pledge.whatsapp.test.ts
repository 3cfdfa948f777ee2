/** Every golden conversation of pledge and status, of the mailbox, and of words that are changed afterwards. */
import { playTranscripts } from './plays.ts';

playTranscripts(/^(pledge|status|mailbox)\.|^menu\.edited$/);
