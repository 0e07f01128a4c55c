/** The tables together, each read when it is first asked for. */

import { type Application, ApplicationTable } from "./application-table.ts";
import { type AutonomousSystem, type Place, PlaceTable } from "./place-table.ts";
import { VendorTable } from "./vendor-table.ts";

export type CatalogFile = "applications.txt.gz" | "places.bin.gz" | "vendors.txt.gz";

/** Gives files of the package's `data`, uncompressed; the bytes are kept and never changed. */
export interface CatalogReader {
  bytes(file: CatalogFile): Uint8Array;
  text(file: CatalogFile): string;
}

/** Another source of places: a person's own database. */
export interface PlaceSource {
  /** All autonomous systems, where the source can list them. */
  readonly systems?: readonly AutonomousSystem[];
  findIpv4(word: number): Place;
  findIpv6(word0: number, word1: number, word2: number, word3: number): Place;
}

export class Catalog {
  readonly #reader: CatalogReader;
  #applications: ApplicationTable | undefined;
  #vendors: VendorTable | undefined;
  #places: PlaceSource | undefined;

  /** @param places in place of the table that ships */
  constructor(reader: CatalogReader, places?: PlaceSource) {
    this.#reader = reader;
    this.#places = places;
  }

  get applications(): readonly Application[] {
    return this.#applicationTable().all;
  }

  /** The application that a host name belongs to. */
  application(host: string): Application | undefined {
    return this.#applicationTable().find(host);
  }

  /** The maker of an interface, by its MAC address. */
  vendor(mac: string): string | undefined {
    this.#vendors ??= new VendorTable(this.#reader.bytes("vendors.txt.gz"));
    return this.#vendors.find(mac);
  }

  /** Country and network of an address as the words of a packet record hold it. */
  place(ipVersion: number, words: readonly [number, number, number, number]): Place {
    const places = this.#placeSource();
    return ipVersion === 4 ? places.findIpv4(words[0]) : places.findIpv6(...words);
  }

  /** All autonomous systems; undefined where the source of places can't list them. */
  get systems(): readonly AutonomousSystem[] | undefined {
    return this.#placeSource().systems;
  }

  #placeSource(): PlaceSource {
    this.#places ??= new PlaceTable(this.#reader.bytes("places.bin.gz"));
    return this.#places;
  }

  #applicationTable(): ApplicationTable {
    this.#applications ??= new ApplicationTable(this.#reader.text("applications.txt.gz"));
    return this.#applications;
  }
}
