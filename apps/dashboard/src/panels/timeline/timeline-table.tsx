import { type ReactNode, useEffect, useRef, useState } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { formatRate, type RateUnit } from "../../format/traffic.ts";
import type { TrafficStack } from "../../state/traffic-stack.ts";
import { useStore } from "../../state/use-store.ts";

const REFRESH_MS = 5000;

/** The chart's numbers, newest first, renewed every five seconds so that they can be read. */
export function TimelineTable({
  stack,
  unit,
}: {
  readonly stack: TrafficStack;
  readonly unit: RateUnit;
}): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const newest = useRef(stack);
  newest.current = stack;
  const [shown, setShown] = useState(stack);
  useEffect(() => {
    const timer = setInterval(() => setShown(newest.current), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const buckets = Array.from(shown.times, (_, i) => shown.times.length - 1 - i);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className="timeline-table" tabIndex={0} aria-label="Traffic as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {shown.slots.map((slot) => (
              <th key={slot} scope="col">
                {slot}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets.map((i) => (
            <tr key={shown.times[i]}>
              <th scope="row">{format.stamp(shown.times[i]! * 1e6, dashboard.now)}</th>
              {shown.rates.map((column, slot) => (
                <td key={shown.slots[slot]}>{formatRate(column[i]!, unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
