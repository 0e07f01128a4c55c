import type { LiveFrame, Summary } from "@wirescope/query";
import { type ReactNode, useMemo, useRef } from "react";
import { useDashboard } from "../components/dashboard-context.ts";
import { useKept } from "../components/use-kept.ts";
import { useSampled } from "../components/use-sampled.ts";
import { formatCount, formatPercent, type Quantity, UNKNOWN } from "../format/number.ts";
import { formatDuration, type Span } from "../format/time.ts";
import { bytesQuantity, rateQuantity } from "../format/traffic.ts";
import { DirectionMeter } from "../state/direction-meter.ts";
import { countedSeconds, currentRates, lossShare, ownTraffic } from "../state/figures.ts";
import { fileSeconds, SECOND } from "../state/time-window.ts";
import { useStore } from "../state/use-store.ts";
import "./figures.css";

/** Figures are text that people read: twice a second is as fast as they may change. */
const REFRESH_MS = 500;

interface Figure {
  readonly label: string;
  readonly quantity: Quantity;
  readonly title: string;
  readonly warn?: boolean;
}

export function Figures(): ReactNode {
  const dashboard = useDashboard();
  const frame = useSampled(dashboard.feed.shown, REFRESH_MS);
  const interfaces = useStore(dashboard.interfaces);
  const status = useStore(dashboard.poll.status);
  const own = useMemo(() => new Set(interfaces.flatMap((entry) => entry.addresses)), [interfaces]);
  const meter = useRef(new DirectionMeter());
  const scope = useStore(dashboard.inquiry.scope);
  const answer = useStore(dashboard.inquiry.answers.summary);
  const summary = answer.value;
  const follows = scope.live || (scope.follows && scope.liveTimeline);
  const waiting = !follows && summary === undefined && answer.pending;
  const figures =
    useKept(
      waiting
        ? undefined
        : !follows
          ? scopeFigures(summary, scope.span)
          : status?.mode === "file"
            ? fileFigures(frame, scope.window)
            : liveFigures(frame, own, meter.current, scope.live ? undefined : summary),
      waiting,
    ) ?? scopeFigures(undefined, scope.span);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on phones it scrolls, also by keyboard
    <ul className="figures" aria-label="Figures" tabIndex={0}>
      {figures.map((figure) => (
        <li key={figure.label} className="panel figure" title={figure.title}>
          <span className="figure-label">{figure.label}</span>
          <span className={figure.warn ? "figure-value figure-warn" : "figure-value"}>
            {figure.quantity.value} <span className="figure-unit">{figure.quantity.unit}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function liveFigures(
  frame: LiveFrame | undefined,
  own: ReadonlySet<string>,
  meter: DirectionMeter,
  summary: Summary | undefined,
): Figure[] {
  const rates =
    frame === undefined
      ? { bits: Number.NaN, packets: Number.NaN, seconds: 0 }
      : currentRates(frame.timeline, frame.watermark);
  const mean = `Mean of the last ${Math.max(1, rates.seconds)} complete s`;
  const traffic =
    frame === undefined ? undefined : ownTraffic(frame.hosts, own, frame.totals.bytes);
  const directions =
    frame === undefined || traffic === undefined
      ? undefined
      : meter.measure(frame.epoch, frame.watermark, traffic);
  const first: Figure[] =
    directions === undefined
      ? [
          { label: "Throughput", quantity: rateQuantity(rates.bits, "bits"), title: mean },
          volume(frame, summary),
        ]
      : [
          {
            label: "↓ Received",
            quantity: rateQuantity(directions.received, "bits"),
            title: "To this computer's addresses, mean of the last 3 s",
          },
          {
            label: "↑ Sent",
            quantity: rateQuantity(directions.sent, "bits"),
            title: "From this computer's addresses, mean of the last 3 s",
          },
        ];
  return [
    ...first,
    { label: "Packets", quantity: rateQuantity(rates.packets, "packets"), title: mean },
    count("Active flows", frame?.totals.activeFlows, "Flows with a packet in the last minute"),
    ...sharedFigures(frame, summary),
  ];
}

/** @param span from the first to the last packet. */
function fileFigures(frame: LiveFrame | undefined, span: Span): Figure[] {
  const isEmpty = (frame?.totals.allPackets ?? 0) === 0;
  const seconds = isEmpty ? Number.NaN : fileSeconds(span);
  return [
    volume(frame),
    {
      label: "Duration",
      quantity: { value: formatDuration(seconds), unit: "" },
      title: "From the first to the last packet",
    },
    count("Packets", frame?.totals.packets, "Packets in the file that match"),
    count("Flows", frame?.totals.flows, "Flows in the file"),
    ...sharedFigures(frame),
  ];
}

function scopeFigures(summary: Summary | undefined, span: Span): Figure[] {
  const seconds = (span.to - span.from) / SECOND;
  const known = summary?.coverage.kind === "none" ? undefined : summary;
  const counted = known === undefined ? seconds : countedSeconds(known.coverage, span);
  const bits = ((known?.wireBytes ?? Number.NaN) * 8) / counted;
  return [
    {
      label: "Throughput",
      quantity: rateQuantity(bits, "bits"),
      title: `Mean of ${formatDuration(counted)}`,
    },
    {
      label: "Volume",
      quantity: bytesQuantity(known?.wireBytes ?? Number.NaN),
      title: "Bytes on the wire in this time",
    },
    count("Packets", known?.packets, "Packets in this time"),
    count("Flows", known?.flows, "Flows with a packet in this time"),
    hosts(known),
    count("Malformed", known?.malformed, "Packets whose headers contradict themselves"),
  ];
}

/** @param summary of the window, where it is not all since the start. */
function sharedFigures(frame: LiveFrame | undefined, summary?: Summary): Figure[] {
  const lost = frame === undefined ? 0 : frame.totals.kernelDrops + frame.totals.interfaceDrops;
  const share = lossShare(lost, frame?.totals.allPackets ?? 0);
  return [
    summary === undefined
      ? count("Hosts", frame?.totals.hosts, "Addresses seen since the start")
      : hosts(summary),
    lost === 0
      ? count(
          "Malformed",
          (summary ?? frame?.totals)?.malformed,
          "Packets whose headers contradict themselves",
        )
      : {
          label: "Lost",
          quantity: { value: formatCount(lost), unit: formatPercent(share) },
          title: "Packets that the system dropped before Wirescope saw them",
          warn: true,
        },
  ];
}

/** Hours name their largest hosts only. */
function hosts(summary: Summary | undefined): Figure {
  const figure = count("Hosts", summary?.hosts, "Addresses seen in this time");
  if (summary?.coverage.resolution !== "hour") return figure;
  return {
    ...figure,
    quantity: { value: `≥ ${figure.quantity.value}`, unit: "" },
    title: "At least: addresses among the largest of each hour",
  };
}

/** @param summary of the window, where it is not all since the start. */
function volume(frame: LiveFrame | undefined, summary?: Summary): Figure {
  return {
    label: "Volume",
    quantity: bytesQuantity(summary?.wireBytes ?? frame?.totals.bytes ?? Number.NaN),
    title: `Bytes on the wire ${summary === undefined ? "since the start" : "in this time"}`,
  };
}

function count(label: string, value: number | undefined, title: string): Figure {
  return {
    label,
    quantity: { value: value === undefined ? UNKNOWN : formatCount(value), unit: "" },
    title,
  };
}
