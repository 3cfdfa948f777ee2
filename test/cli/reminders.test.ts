import { vi } from 'vitest';
import { remindersWork } from './reminders.ts';
import { throughSocket } from './socket.ts';

// The first start of a database takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

remindersWork(throughSocket);
