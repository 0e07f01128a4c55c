import { useEffect, useState } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { formatCount, formatCounted } from "../../format/number.ts";
import { type FilterReading, readFilter } from "../../state/filter-language.ts";
import { countMatches, type MatchCount } from "../../state/match-count.ts";

const READ_MS = 150;
/** Counting costs the server more than reading costs the browser. */
const COUNT_MS = 350;

export interface Preview {
  readonly reading: FilterReading | undefined;
  /** One sentence: what Enter applies and how much it would match; undefined until one is known. */
  readonly sentence: string | undefined;
}

/** What the draft means and how much it would match, once the typing rests. */
export function usePreview(draft: string, applied: string): Preview {
  const dashboard = useDashboard();
  const [reading, setReading] = useState<FilterReading | undefined>(undefined);
  const [count, setCount] = useState<MatchCount | undefined>(undefined);
  useEffect(() => {
    setCount(undefined);
    setReading(undefined);
    if (draft === "" || draft === applied) return undefined;
    let current = true;
    const timers = [setTimeout(() => void read(), READ_MS)];
    async function read(): Promise<void> {
      const result = await readFilter(draft);
      if (!current) return;
      setReading(result);
      if (result.kind === "bad") return;
      timers.push(setTimeout(() => void measure(result.text), COUNT_MS - READ_MS));
    }
    async function measure(filter: string): Promise<void> {
      const { session } = dashboard.active.getSnapshot();
      const measured = countMatches(session, dashboard.inquiry.range, filter);
      const found = await measured.catch(() => undefined);
      if (current) setCount(found);
    }
    return () => {
      current = false;
      for (const timer of timers) clearTimeout(timer);
    };
  }, [draft, applied, dashboard]);
  return { reading, sentence: describePreview(reading, count) };
}

function describePreview(
  reading: FilterReading | undefined,
  count: MatchCount | undefined,
): string | undefined {
  const inferred =
    reading?.kind === "good" && reading.inferred ? `Enter applies: ${reading.text}` : undefined;
  const parts = [inferred, count && describeCount(count)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" · ");
}

function describeCount({ matching, of }: MatchCount): string {
  return of === undefined
    ? `would match ${formatCounted(matching, "packet")}`
    : `would match ${formatCount(matching)} of ${formatCounted(of, "packet")}`;
}
