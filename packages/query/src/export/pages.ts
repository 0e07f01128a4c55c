/** All pages of a question, one after the other. */
import type { DeviceUsage, Ranked } from "../answer.ts";
import type { Flow } from "../flow.ts";
import type { PacketRow, RawPacket } from "../packet.ts";
import type { PacketsQuestion, Scope, TopQuestion, UsageQuestion } from "../question.ts";
import type { Session } from "../session.ts";

/** Rows asked for at once. */
const PAGE_LENGTH = 1000;

/** The packets that are held when it begins; those that come meanwhile are not waited for. */
export function packetPages(
  session: Pick<Session, "packets">,
  scope: Scope,
): AsyncGenerator<readonly PacketRow[]> {
  return walk((question) => session.packets(question), scope);
}

/** The same as octets. */
export function packetDataPages(
  session: Pick<Session, "packetData">,
  scope: Scope,
): AsyncGenerator<readonly RawPacket[]> {
  return walk((question) => session.packetData(question), scope);
}

/** The largest first. */
export async function* flowPages(
  session: Pick<Session, "flows">,
  scope: Scope,
): AsyncGenerator<readonly Flow[]> {
  let cursor: string | undefined;
  do {
    const page = await session.flows({ ...scope, sort: "bytes", cursor, limit: PAGE_LENGTH });
    yield page.flows;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

export async function* topPages(
  session: Pick<Session, "top">,
  question: TopQuestion,
): AsyncGenerator<readonly Ranked[]> {
  yield (await session.top(question)).rows;
}

export async function* usagePages(
  session: Pick<Session, "usage">,
  question: UsageQuestion,
): AsyncGenerator<readonly DeviceUsage[]> {
  yield (await session.usage(question)).rows;
}

interface Page<Packet> {
  readonly packets: readonly Packet[];
  readonly cursor: number | undefined;
  readonly held: { readonly last: number };
}

async function* walk<Packet extends { readonly number: number }>(
  ask: (question: PacketsQuestion) => Promise<Page<Packet>>,
  scope: Scope,
): AsyncGenerator<readonly Packet[]> {
  let cursor: number | undefined;
  let last: number | undefined;
  do {
    const page = await ask({ ...scope, cursor, direction: "forward", limit: PAGE_LENGTH });
    last ??= page.held.last;
    const end = last;
    yield page.packets.filter(({ number }) => number <= end);
    cursor = page.cursor;
  } while (cursor !== undefined && cursor < last);
}
