import { simulatorHarness } from '../channels/simulator/open.ts';
import { renderedOn } from './rendered.ts';

renderedOn('simulator-buttons', 'buttons', simulatorHarness('buttons'));
renderedOn('simulator-numbers', 'numbers', simulatorHarness('numbers'));
