/** Groups that have been told where the bot is to be found. In memory only: nothing about them is stored. */
export class ToldGroups {
  private readonly told = new Set<number>();
  private readonly most: number;

  /** @param most how many are remembered; the oldest is forgotten first */
  constructor(most: number) {
    this.most = most;
  }

  /** True the first time. */
  first(chat: number): boolean {
    if (this.told.has(chat)) return false;
    this.told.add(chat);
    if (this.told.size > this.most) for (const oldest of this.told.values().take(1)) this.told.delete(oldest);
    return true;
  }
}
