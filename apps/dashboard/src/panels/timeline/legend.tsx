import type { ReactNode } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { Swatch } from "../../components/swatch.tsx";
import { formatRate, type RateUnit } from "../../format/traffic.ts";
import type { TrafficStack } from "../../state/traffic-stack.ts";
import { useStore } from "../../state/use-store.ts";

interface LegendProps {
  readonly stack: TrafficStack;
  readonly unit: RateUnit;
  /** Bucket under the crosshair, whose values are shown. */
  readonly cursor: number | undefined;
}

/** What the colours mean; a click hides or shows, and the crosshair's values stand here. */
export function Legend({ stack, unit, cursor }: LegendProps): ReactNode {
  const dashboard = useDashboard();
  const hidden = useStore(dashboard.hiddenSlots);
  const format = useStore(dashboard.format);
  const at = cursor !== undefined && cursor < stack.times.length ? cursor : undefined;
  return (
    <div className="legend">
      <ul>
        {stack.slots.map((slot, i) => (
          <li key={slot}>
            <button
              type="button"
              aria-pressed={!hidden.has(slot)}
              title={`${hidden.has(slot) ? "Show" : "Hide"} ${slot}: ${stack.members[i]!.join(", ")}`}
              onClick={() => dashboard.toggleSlot(slot)}
            >
              <Swatch slot={slot} />
              {slot}
              {at !== undefined && (
                <span className="legend-value">{formatRate(stack.rates[i]![at]!, unit)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {at !== undefined && (
        <span className="legend-time">{format.stamp(stack.times[at]! * 1e6, dashboard.now)}</span>
      )}
    </div>
  );
}
