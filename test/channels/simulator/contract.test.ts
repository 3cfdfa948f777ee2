import { channelContract } from '../../support/contract.ts';
import { simulatorHarness } from './open.ts';

channelContract('simulator with buttons', ['buttons', 'contact', 'erase'], simulatorHarness('buttons'));
channelContract('simulator with numbers', ['sender'], simulatorHarness('numbers'));
