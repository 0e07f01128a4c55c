import { EVERYTHING } from "@wirescope/query";
import { type ReactNode, useEffect, useState } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { formatCounted } from "../../format/number.ts";
import { type Culprit, findCulprit } from "../../state/no-match.ts";
import { useStore } from "../../state/use-store.ts";

/** A filter that nothing matches: names the clause that is to blame and offers to take it away. */
export function NoMatch({ filter }: { readonly filter: string }): ReactNode {
  const dashboard = useDashboard();
  const { session } = useStore(dashboard.active);
  const [culprit, setCulprit] = useState<Culprit | undefined>(undefined);
  useEffect(() => {
    let current = true;
    setCulprit(undefined);
    findCulprit(session, filter, dashboard.inquiry.packetRange ?? EVERYTHING).then(
      (found) => {
        if (current) setCulprit(found);
      },
      (error: Error) => dashboard.notices.add(error.message),
    );
    return () => {
      current = false;
    };
  }, [session, filter, dashboard]);
  return (
    <div className="packets-none">
      <p className="packets-none-title">No packet matches</p>
      <p>
        <code dir="auto">{filter}</code>
      </p>
      {culprit !== undefined && (
        <p>
          Without <code dir="auto">{culprit.clause}</code>:{" "}
          {culprit.matching === undefined
            ? "there are packets."
            : `${formatCounted(culprit.matching, "packet")}.`}
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
