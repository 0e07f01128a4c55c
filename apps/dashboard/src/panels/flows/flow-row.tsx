import type { Flow } from "@wirescope/query";
import { List } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { EndpointText } from "../../components/endpoint-text.tsx";
import { Swatch } from "../../components/swatch.tsx";
import { formatEndpoint } from "../../format/endpoint.ts";
import { formatCount } from "../../format/number.ts";
import { formatDuration, formatMilliseconds, parseIso } from "../../format/time.ts";
import { formatBytes } from "../../format/traffic.ts";
import { retransmissions, roundTrip } from "../../state/flow-health.ts";
import { useStore } from "../../state/use-store.ts";
import { slotOf } from "../../theme/palette.ts";

interface FlowRowProps {
  readonly flow: Flow;
  /** From 1, the head included. */
  readonly index: number;
  /** Its details are shown. */
  readonly isOpen: boolean;
}

export const FlowRow: typeof Row = memo(Row);

function Row({ flow, index, isOpen }: FlowRowProps): ReactNode {
  const dashboard = useDashboard();
  const format = useStore(dashboard.format);
  const start = parseIso(flow.firstTimestamp);
  const from = formatEndpoint(flow.originator, flow.originatorPort);
  const to = formatEndpoint(flow.responder, flow.responderPort);
  const trip = roundTrip(flow.health);
  const resent = retransmissions(flow.health);
  return (
    <tr
      data-flow={flow.id}
      data-v={`${from} → ${to}`}
      data-f={flow.filter}
      aria-rowindex={index}
      className={isOpen ? "flow-opened" : undefined}
    >
      <td className="flow-start" title={flow.firstTimestamp}>
        {format.stamp(start, dashboard.now)}
      </td>
      <td className="flow-number flow-lasted">{formatDuration(flow.duration)}</td>
      <td className="flow-end flow-from" title={from}>
        <button
          type="button"
          className="flow-open"
          title={`${from}: details of this flow`}
          aria-expanded={isOpen}
          onClick={() => dashboard.openFlow(flow)}
        >
          <EndpointText text={from} />
        </button>
      </td>
      <td className="flow-end flow-to" title={to}>
        <EndpointText text={to} />
      </td>
      <td className="flow-protocol" title={flow.protocol}>
        <Swatch slot={slotOf(flow.protocol)} /> {flow.protocol}
        {flow.protocolByPort && <span title="Named by its port alone">?</span>}
      </td>
      <td className="flow-name" dir="auto" title={flow.name}>
        {flow.name ?? ""}
      </td>
      <td className="flow-number flow-out">{formatBytes(flow.bytesOut)}</td>
      <td className="flow-number flow-in">{formatBytes(flow.bytesIn)}</td>
      <td className="flow-number">{formatCount(flow.packetsOut + flow.packetsIn)}</td>
      <td className="flow-number flow-bytes">{formatBytes(flow.bytesOut + flow.bytesIn)}</td>
      <td className="flow-number flow-trip" title={trip?.title}>
        {trip === undefined ? "" : formatMilliseconds(trip.seconds)}
      </td>
      <td className="flow-number flow-resent">{resent === undefined ? "" : formatCount(resent)}</td>
      <td className="flow-state">{flow.state}</td>
      <td className="flow-act">
        <button
          type="button"
          className="button button-quiet flow-packets"
          aria-label={`Packets of ${from} to ${to}`}
          title="Its packets"
          onClick={() => dashboard.showFlow(flow.filter, "packets")}
        >
          <List size={14} aria-hidden />
        </button>
      </td>
    </tr>
  );
}
