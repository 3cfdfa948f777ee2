/** Runs tasks of one chat one after another, and different chats at the same time. */
export class Lanes {
  private readonly ends = new Map<string, Promise<void>>();

  /** Runs `task` when all earlier ones of the lane have ended, however they ended. */
  async run(lane: string, task: () => Promise<void>): Promise<void> {
    const before = this.ends.get(lane);
    const running = before ? before.then(task, task) : task();
    this.ends.set(lane, running);
    try {
      await running;
    } finally {
      if (this.ends.get(lane) === running) this.ends.delete(lane);
    }
  }
}

/** What is under way and must be waited for at the end. */
export class Tasks {
  private readonly running = new Set<Promise<unknown>>();

  track<T>(task: Promise<T>): Promise<T> {
    const tracked = task.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
    return tracked;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }
}
