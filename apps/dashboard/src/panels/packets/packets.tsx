import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { useHold } from "../../components/use-hold.ts";
import { PHONE, useMedia } from "../../components/use-media.ts";
import { formatCount } from "../../format/number.ts";
import { useStore } from "../../state/use-store.ts";
import { NoMatch } from "./no-match.tsx";
import { PacketGrid } from "./packet-grid.tsx";
import "./packets.css";

/** The live packet table: follows the traffic until somebody looks closely. */
export function Packets(): ReactNode {
  const dashboard = useDashboard();
  const list = useStore(dashboard.packets.state);
  const frame = useStore(dashboard.feed.shown);
  const pause = useStore(dashboard.feed.pause);
  const order = useStore(dashboard.order);
  const { filter } = useStore(dashboard.view);
  const phone = useMedia(PHONE);
  const [toNewest, setToNewest] = useState(0);
  const setHeld = useCallback((held: boolean) => dashboard.packets.setHeld(held), [dashboard]);
  const { hold, handlers } = useHold(setHeld);

  function takeNewest(): void {
    hold.release();
    if (pause.paused) dashboard.setPaused(false);
    setToNewest((turn) => turn + 1);
  }

  const noMatch =
    filter !== "" &&
    list.length === 0 &&
    frame?.totals.packets === 0 &&
    frame.totals.allPackets > 0;
  const skipped = frame?.totals.rowsSkipped ?? 0;
  return (
    <section
      className={pause.paused ? "panel packets packets-paused" : "panel packets"}
      aria-label="Packets"
    >
      <header className="packets-head">
        <h2>Packets</h2>
        <span className="packets-count">
          {frame !== undefined &&
            (filter === ""
              ? `${formatCount(list.length)} held`
              : `${formatCount(frame.totals.packets)} match`)}
          {skipped > 0 && filter === "" && (
            <span
              className="packets-skipped"
              title="More arrive than a page can list one by one; scroll to fetch them"
            >
              {" "}
              · {formatCount(skipped)} not shown live (all counted)
            </span>
          )}
        </span>
        {list.arrived > 0 && order === "newest" && (
          <button type="button" className="pill" onClick={takeNewest}>
            {formatCount(list.arrived)} new <ArrowUp size={14} aria-hidden />
            <span className="offscreen">, show them</span>
          </button>
        )}
        <button
          type="button"
          className="button button-quiet packets-order"
          title="Which packets stand first"
          onClick={() => dashboard.setOrder(order === "newest" ? "oldest" : "newest")}
        >
          {order === "newest" ? "Newest first" : "Oldest first"}
          {order === "newest" ? (
            <ArrowDown size={14} aria-hidden />
          ) : (
            <ArrowUp size={14} aria-hidden />
          )}
        </button>
      </header>
      {list.failure !== undefined && (
        <p className="packets-failure" role="alert">
          Rows could not be fetched: {list.failure}
        </p>
      )}
      {noMatch ? (
        <NoMatch filter={filter} />
      ) : (
        <PacketGrid
          key={`${filter} ${order}`}
          hold={hold}
          handlers={handlers}
          phone={phone}
          toNewest={toNewest}
          onNewest={takeNewest}
        />
      )}
    </section>
  );
}
