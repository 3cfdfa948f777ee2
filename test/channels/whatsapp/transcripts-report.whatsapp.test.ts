/** Every golden conversation of the report and its receipt. */
import { playTranscripts } from './plays.ts';

playTranscripts(/^(report|receipt)\./);
