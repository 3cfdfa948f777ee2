/** Plays the people: a process that takes one job after another over its IPC channel and answers each with what happened. */
import { players } from '../people.ts';
import { Crowd } from './crowd.ts';
import { chatter, pledge, report } from './dialogue.ts';
import { keepPace } from './pace.ts';
import { listen } from './replies.ts';
import { type Job, job, type Played } from './wire.ts';

const people = players();

async function play(wanted: Job): Promise<Played> {
  const acts = (n: number) => {
    const person = people[wanted.first + n];
    if (!person) throw new RangeError('there are not so many people');
    switch (wanted.play) {
      case 'pledge':
        return pledge(person);
      case 'echo':
        return chatter;
      default:
        return report(wanted.play === 'report' ? 'without evidence' : 'with a photo');
    }
  };
  const crowd = new Crowd(wanted, acts);
  await listen(wanted, (reply) => crowd.hear(reply));
  await keepPace(crowd, wanted.pace);
  await crowd.close();
  return crowd.result();
}

process.on('message', (message) => {
  void play(job.parse(message)).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: 0 });
