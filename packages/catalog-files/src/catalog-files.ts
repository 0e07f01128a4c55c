/**
 * The files of the catalog, and a person's own database of places in place of the one that ships.
 *
 * They are read by the main thread, which may still be root: afterwards the folder that Wirescope is
 * installed in can be out of reach.
 */
import { readFileSync } from "node:fs";
import { Catalog, type CatalogFile, type Place, type PlaceSource } from "@wirescope/catalog";
import { formatIpv4, formatIpv6 } from "@wirescope/decode";
import { Reader, type Response } from "mmdb-lib";
import { CatalogFilesError } from "./errors.ts";
import { inflate, readShippedFile, type ShippedFile } from "./shipped-file.ts";

/** Plain data that can be handed to the worker. */
export interface CatalogFiles {
  readonly shipped: Readonly<Record<CatalogFile, ShippedFile>>;
  /** MaxMind DB files (format 2.0) that tell countries, systems or both; none takes what ships. */
  readonly places: readonly Uint8Array[];
}

/**
 * Reads the files of the catalog.
 *
 * @param places paths of MaxMind DB files
 * @throws CatalogFilesError `CATALOG_BAD_DATABASE` for a path that is no such file.
 */
export function readCatalogFiles(places: readonly string[] = []): CatalogFiles {
  const shipped = {
    "applications.txt.gz": readShippedFile("applications.txt.gz"),
    "places.bin.gz": readShippedFile("places.bin.gz"),
    "vendors.txt.gz": readShippedFile("vendors.txt.gz"),
  };
  return { shipped, places: places.map(readDatabase) };
}

export function openCatalog({ shipped, places }: CatalogFiles): Catalog {
  const bytes = (file: CatalogFile): Uint8Array => inflate(shipped[file]);
  const text = (file: CatalogFile): string => Buffer.from(bytes(file)).toString("utf8");
  return new Catalog({ bytes, text }, places.length === 0 ? undefined : new DatabasePlaces(places));
}

/** In memory that threads share: what is handed to one is not copied. */
function shared(bytes: Uint8Array): Uint8Array {
  const own = new Uint8Array(new SharedArrayBuffer(bytes.length));
  own.set(bytes);
  return own;
}

function readDatabase(path: string): Uint8Array {
  try {
    const bytes = readFileSync(path);
    new Reader(bytes);
    return shared(bytes);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === undefined ? "is no MaxMind DB file" : `can't be read (${code})`;
    throw new CatalogFilesError(
      "CATALOG_BAD_DATABASE",
      `${path} ${reason}; give the path of a .mmdb file.`,
      {
        cause,
      },
    );
  }
}

/** What records of countries, cities and systems hold, in MaxMind's and DB-IP's files and their like. */
interface PlaceRecord {
  readonly country?: { readonly iso_code?: string } | string;
  readonly country_code?: string;
  readonly autonomous_system_number?: number;
  readonly autonomous_system_organization?: string;
}

class DatabasePlaces implements PlaceSource {
  readonly #readers: readonly Reader<Response>[];

  constructor(files: readonly Uint8Array[]) {
    this.#readers = files.map((bytes) => new Reader(Buffer.from(bytes)));
  }

  findIpv4(word: number): Place {
    return this.#find(formatIpv4(word));
  }

  findIpv6(word0: number, word1: number, word2: number, word3: number): Place {
    return this.#find(formatIpv6(word0, word1, word2, word3));
  }

  #find(address: string): Place {
    let country: string | undefined;
    let system: Place["system"];
    for (const reader of this.#readers) {
      const record: PlaceRecord | null = this.#record(reader, address);
      if (record === null) continue;
      const named = typeof record.country === "string" ? record.country : record.country?.iso_code;
      country ??= named ?? record.country_code;
      const { autonomous_system_number: number, autonomous_system_organization: name } = record;
      if (number !== undefined) system ??= { number, name: name ?? "" };
    }
    return { country, system };
  }

  /** Files of IPv4 addresses alone refuse IPv6 ones. */
  #record(reader: Reader<Response>, address: string): PlaceRecord | null {
    if (address.includes(":") && reader.metadata.ipVersion === 4) return null;
    return reader.get(address) as PlaceRecord | null;
  }
}
