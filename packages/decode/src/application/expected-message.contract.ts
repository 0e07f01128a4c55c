/** Messages of an application protocol together with what is expected of their reading. */

import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Conversation } from "../stream/conversation.ts";
import { dissectAll, octets, packetsOf, readsAnything } from "./application-protocol.contract.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

export interface ExpectedMessage {
  /** A fact: "A write of two registers". */
  readonly name: string;
  readonly transport: "tcp" | "udp";
  readonly from: number;
  readonly to: number;
  /** The whole payload in base 16; spaces are left out. */
  readonly hex: string;
  /** Payloads of the same conversation that go before, each with its direction. */
  readonly before?: readonly Pick<ExpectedMessage, "from" | "to" | "hex">[];
  /** Values as tshark prints them, in the order in which they stand. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  /** `frame.protocols` behind the transport. */
  readonly layers: string;
  readonly protocol: string;
  readonly info: string;
}

/** The tests of one reader: every message as expected, then what every reader upholds. */
export function readsMessages(
  name: string,
  protocol: ApplicationProtocol,
  messages: readonly ExpectedMessage[],
): void {
  describe(name, () => {
    test.for(messages.map((message) => [message.name, message] as const))("%s", ([, message]) => {
      const { transport } = message;
      const samples = [...(message.before ?? []), message].map(({ from, to, hex }) => ({
        transport,
        from,
        to,
        payload: octets(hex),
      }));
      const layers = dissectAll(samples).at(-1)!;
      for (const [field, expected] of Object.entries(message.fields ?? {})) {
        expect([field, fieldTexts(layers, field)]).toEqual([field, expected]);
      }
      expect(fieldTexts(layers, "frame.protocols")[0]).toBe(
        `raw:ip:${transport}:${message.layers}`,
      );
      const columns = columnsOf(layers);
      expect([columns.protocol, columns.info]).toEqual([message.protocol, message.info]);
    });

    const streams = messages.filter(({ transport }) => transport === "tcp");
    test
      .runIf(protocol.messageLength !== undefined)
      .for(streams.map((message) => [message.name, message] as const))(
      "%s, measured",
      ([, { transport, from, to, hex }]) => {
        const [packet] = packetsOf([{ transport, from, to, payload: octets(hex) }]);
        const { view, payloadStart, payloadEnd } = packet!;
        const conversation = new Conversation(0, packet!);
        const measure = (end: number): number =>
          protocol.messageLength!(view, payloadStart, end, conversation, packet!);
        const length = payloadEnd - payloadStart;
        expect(measure(payloadEnd)).toBe(length);
        for (let end = payloadStart + 1; end < payloadEnd; end += 1) {
          expect([0, length]).toContain(measure(end));
        }
      },
    );

    readsAnything(
      protocol,
      messages.map(({ transport, from, to, hex }) => ({
        transport,
        from,
        to,
        payload: octets(hex),
      })),
    );
  });
}
