/** Makes the simulator's page live. */
import type { Style } from '../../channels/simulator/simulator.ts';
import { toast, words } from './island-dom.ts';
import { foldOnNarrow, people, tabs } from './island-people.ts';
import { post, upload } from './island-post.ts';
import { Screen } from './island-screen.ts';
import { handsetOf, newHandset } from './island-session.ts';
import { listen } from './island-stream.ts';

const STYLES = ['buttons', 'numbers'] as const;
const language = document.documentElement.lang === 'en' ? 'en' : 'id';

foldOnNarrow();
tabs();
const { chosen } = people(() => restart(STYLES));

const screens = { buttons: screen('buttons'), numbers: screen('numbers') };
let stop = connect();

function screen(style: Style): Screen {
  const from = () => ({ phone: style, handset: handsetOf(style), id: crypto.randomUUID(), language }) as const;
  return new Screen({
    style,
    does: (deed) => post({ ...from(), persona: chosen(), deed }),
    sends: (file, as) => upload(file, { ...from(), persona: String(chosen()), as, name: file.name, type: file.type }),
    restart: () => {
      restart([style]);
      toast(words('restarted'));
    },
  });
}

function restart(styles: readonly Style[]): void {
  for (const style of styles) {
    newHandset(style);
    screens[style].clear();
  }
  stop();
  stop = connect();
}

function connect(): () => void {
  return listen(
    { buttons: handsetOf('buttons'), numbers: handsetOf('numbers') },
    {
      changed: (style, changes) => screens[style].changed(changes),
      connected: (yes) => {
        for (const style of STYLES) screens[style].connected(yes);
      },
    },
  );
}
