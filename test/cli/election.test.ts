import { vi } from 'vitest';
import { electionsWork } from './elections.ts';
import { throughSocket } from './socket.ts';

// The first start of a database takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

electionsWork(throughSocket);
