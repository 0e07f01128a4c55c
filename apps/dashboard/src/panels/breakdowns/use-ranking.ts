/** A ranked list from wherever it is known: the live frame, or an answer about the scope. */
import type { Coverage, LiveRanking, Top } from "@wirescope/query";
import { useEffect, useMemo } from "react";
import { useDashboard } from "../../components/dashboard-context.ts";
import { useKept } from "../../components/use-kept.ts";
import { useStore } from "../../state/use-store.ts";
import type { Dimension } from "./dimension.ts";

export interface ShownRanking {
  /** Undefined until one is known. */
  readonly ranking: LiveRanking | undefined;
  /** Of all that the list is about. */
  readonly totals: { readonly packets: number; readonly bytes: number };
  /** Another one means that the list starts anew. */
  readonly epoch: string;
  readonly coverage: Coverage | undefined;
  readonly problem: string | undefined;
}

const NONE = { packets: Number.NaN, bytes: Number.NaN };

export function useRanking(dimension: Dimension): ShownRanking {
  const dashboard = useDashboard();
  const frame = useStore(dashboard.feed.shown);
  const { live } = useStore(dashboard.inquiry.scope);
  const answer = useStore(dashboard.inquiry.answers.ranking(dimension.key));
  const summary = useStore(dashboard.inquiry.answers.summary);
  useEffect(() => dashboard.inquiry.answers.watch(dimension.key), [dashboard, dimension.key]);
  const columns = useMemo(
    () => (answer.value === undefined ? undefined : rankingOf(answer.value)),
    [answer.value],
  );
  const inFrames = live && dimension.frame !== undefined ? dimension.frame : undefined;
  const known = inFrames === undefined ? columns : frame?.[inFrames];
  const epoch = inFrames === undefined ? `asked ${answer.epoch}` : `live ${frame?.epoch}`;
  const shown = useMemo(
    () =>
      known === undefined ? undefined : { ranking: dashboard.inquiry.names.complete(known), epoch },
    [known, epoch, dashboard],
  );
  const kept = useKept(shown, inFrames === undefined && answer.pending);
  const ranking = kept?.ranking;
  if (inFrames !== undefined) {
    return {
      ranking,
      totals: frame?.totals ?? NONE,
      epoch,
      coverage: undefined,
      problem: undefined,
    };
  }
  const value = summary.value;
  const scope = value === undefined ? NONE : { packets: value.packets, bytes: value.wireBytes };
  return {
    ranking,
    totals: live ? (frame?.totals ?? NONE) : scope,
    epoch: kept?.epoch ?? epoch,
    coverage: answer.value?.coverage,
    problem: answer.problem,
  };
}

/** An answer as the columns of a frame. */
function rankingOf(top: Top): LiveRanking {
  const { rows, other } = top;
  return {
    labels: rows.map((row) => row.label),
    names: rows.map((row) => row.name ?? ""),
    filters: rows.map((row) => row.filter),
    packets: Float64Array.from(rows, (row) => row.packets),
    bytes: Float64Array.from(rows, (row) => row.bytes),
    bytesIn: Float64Array.from(rows, (row) => row.bytesIn ?? row.bytes),
    members: rows.length + other.members,
  };
}
