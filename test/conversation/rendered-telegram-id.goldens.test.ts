import { renderedOnTelegram } from './rendered-telegram.ts';

renderedOnTelegram('id');
