import type { TimeRange } from "@wirescope/query";
import { type ReactNode, useEffect, useState } from "react";
import { formatCounted } from "../format/number.ts";
import { type Culprit, findCulprit, type Listed } from "../state/no-match.ts";
import { useStore } from "../state/use-store.ts";
import { useDashboard } from "./dashboard-context.ts";

interface NoMatchProps {
  /** What the empty list would list. */
  readonly of: Listed;
  readonly filter: string;
  /** Range of the list, read when the filter changes. */
  readonly range: () => TimeRange;
}

/** A filter that nothing matches: names the clause that is to blame and offers to take it away. */
export function NoMatch({ of, filter, range }: NoMatchProps): ReactNode {
  const dashboard = useDashboard();
  const { session } = useStore(dashboard.active);
  const [culprit, setCulprit] = useState<Culprit | undefined>(undefined);
  useEffect(() => {
    let current = true;
    setCulprit(undefined);
    findCulprit({ of, session, filter, range: range() }).then(
      (found) => {
        if (current) setCulprit(found);
      },
      (error: Error) => dashboard.notices.add(error.message),
    );
    return () => {
      current = false;
    };
  }, [of, session, filter, range, dashboard]);
  return (
    <div className="packets-none">
      <p className="packets-none-title">No {of} matches</p>
      <p>
        <code dir="auto">{filter}</code>
      </p>
      {culprit !== undefined && (
        <p>
          Without <code dir="auto">{culprit.clause}</code>:{" "}
          {culprit.matching === undefined
            ? `there are ${of}s.`
            : `${formatCounted(culprit.matching, of)}.`}
        </p>
      )}
      <p className="button-row">
        {culprit !== undefined && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => dashboard.setFilter(culprit.rest)}
          >
            Remove that clause
          </button>
        )}
        <button type="button" className="button" onClick={() => dashboard.setFilter("")}>
          Clear the filter
        </button>
      </p>
    </div>
  );
}
