import { join } from 'node:path';
import { EpochKeys } from '../../secrecy/epoch.ts';
import type { Desk } from './command.ts';

/** The epoch keys of the service. A command makes none: a key of its own user could not be read by the service. */
export const epochsOf = ({ config, keys }: Pick<Desk, 'config' | 'keys'>): EpochKeys =>
  new EpochKeys(config.EPOCH_DIR ?? join(config.DATA_DIR, 'epochs'), keys);
