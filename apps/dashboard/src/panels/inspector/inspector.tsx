import type { FieldNode, PacketDetail } from "@wirescope/query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { formatCount } from "../../format/number.ts";
import { useStore } from "../../state/use-store.ts";
import { type FieldPath, fieldAt } from "./field-path.ts";
import { FieldTree } from "./field-tree.tsx";
import { HexView } from "./hex-view.tsx";
import { InspectorHead } from "./inspector-head.tsx";

/** One packet: its layers and fields, and the bytes that they stand in. */
export function Inspector(): ReactNode {
  const dashboard = useDashboard();
  const state = useStore(dashboard.inspector.state);
  const heading = useRef<HTMLHeadingElement>(null);
  const closed = state.kind === "closed";
  useEffect(() => {
    if (closed) return undefined;
    const before = document.activeElement;
    if (!(before instanceof HTMLElement && before.closest("[data-packet-grid]"))) {
      heading.current?.focus({ preventScroll: true });
    }
    return () =>
      document.querySelector<HTMLElement>("[data-packet-grid]")?.focus({ preventScroll: true });
  }, [closed]);
  if (state.kind === "closed") return null;
  const detail =
    state.kind === "open" ? state.detail : state.kind === "loading" ? state.earlier : undefined;
  return (
    <aside
      className="panel inspector"
      aria-label="Packet inspector"
      aria-busy={state.kind === "loading"}
    >
      <InspectorHead
        title={`Packet ${formatCount(state.number)}`}
        heading={heading}
        facts={
          detail !== undefined && (
            <span className="inspector-facts" dir="auto">
              {detail.row.protocol} · {formatCount(detail.row.length)} B
            </span>
          )
        }
        closeLabel="Close the inspector"
        onClose={() => dashboard.closePacket()}
      >
        <button
          type="button"
          className="button button-quiet button-icon"
          aria-label="Packet above in the list"
          title="Packet above (←)"
          onClick={() => dashboard.stepPacket(-1)}
        >
          <ChevronLeft size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="button button-quiet button-icon"
          aria-label="Packet below in the list"
          title="Packet below (→)"
          onClick={() => dashboard.stepPacket(1)}
        >
          <ChevronRight size={16} aria-hidden />
        </button>
      </InspectorHead>
      {detail !== undefined && <Detail detail={detail} />}
      {state.kind === "gone" && (
        <p className="inspector-note">
          Packet {formatCount(state.number)} is no longer held; it stays counted everywhere else.
        </p>
      )}
      {state.kind === "failed" && (
        <div className="inspector-note">
          <p>The packet could not be fetched: {state.message}</p>
          <button
            type="button"
            className="button"
            onClick={() =>
              void dashboard.inspector.open(dashboard.active.getSnapshot().session, state.number)
            }
          >
            Retry
          </button>
        </div>
      )}
    </aside>
  );
}

function Detail({ detail }: { readonly detail: PacketDetail }): ReactNode {
  const [selected, setSelected] = useState<FieldPath>([]);
  const [hovered, setHovered] = useState<FieldNode | undefined>(undefined);
  const field = hovered ?? fieldAt(detail.layers, selected);
  const { row, bytes } = detail;
  return (
    <>
      <FieldTree
        layers={detail.layers}
        selected={selected}
        onSelect={setSelected}
        onHover={setHovered}
        highlighted={hovered}
      />
      {bytes.length < row.length && (
        <p className="inspector-cut">
          Captured {formatCount(bytes.length)} of {formatCount(row.length)} bytes.
        </p>
      )}
      <HexView
        bytes={bytes}
        layers={detail.layers}
        field={field}
        onSelect={setSelected}
        onHover={setHovered}
      />
    </>
  );
}
