import type { Experiment } from '@/domain/experiment';

/** What an experiment asks, and once it has run, what it teaches: in one place and of one height, so that nothing moves when the answer comes. */
export function Lesson({ experiment, over }: { experiment: Experiment | null; over: boolean }) {
  if (!experiment) return null;
  const shown = (is: boolean) => `col-start-1 row-start-1 max-w-[110ch] ${is ? '' : 'invisible'}`;
  return (
    <section aria-label="What the experiment teaches" className="card mt-4 p-4 lg:px-5">
      <h2 className="text-[1rem] font-semibold">{over ? 'The lesson' : 'The question'}: {experiment.title}</h2>
      <div className="grid">
        <p className={`text-dim ${shown(!over)}`} aria-hidden={over}>{experiment.question}</p>
        <p className={shown(over)} aria-hidden={!over} data-lesson>{experiment.lesson}</p>
      </div>
    </section>
  );
}
