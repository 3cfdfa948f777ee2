import { Handset } from './handset.ts';

/** Phones there are at once: enough for a class with both styles open. */
const MOST = 200;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Phones by the random ids their browsers chose; the one that was left alone the longest makes way for a new one. */
export class Handsets {
  private readonly byId = new Map<string, Handset>();

  /** The phone of an id, a new one where there is none; `undefined` when it cannot be an id. */
  open(id: string): Handset | undefined {
    if (!ID.test(id)) return undefined;
    const handset = this.byId.get(id) ?? new Handset();
    this.byId.delete(id);
    this.byId.set(id, handset);
    if (this.byId.size > MOST) this.makeRoom();
    return handset;
  }

  /** The phone of an id, if there is one. */
  get(id: string): Handset | undefined {
    return this.byId.get(id);
  }

  private makeRoom(): void {
    const [oldest] = this.byId.keys();
    const unwatched = this.byId.entries().find(([, handset]) => !handset.watched)?.[0];
    const goes = unwatched ?? oldest;
    if (goes !== undefined) this.byId.delete(goes);
  }
}
