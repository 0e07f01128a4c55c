/** The catalog for files that are read in this browser; its tables come from where the page comes from. */
import { Catalog, type CatalogFile } from "@wirescope/catalog";
import applications from "@wirescope/catalog/data/applications.txt.gz?url";
import places from "@wirescope/catalog/data/places.bin.gz?url";
import vendors from "@wirescope/catalog/data/vendors.txt.gz?url";

const LOCATIONS: Readonly<Record<CatalogFile, string>> = {
  "applications.txt.gz": applications,
  "places.bin.gz": places,
  "vendors.txt.gz": vendors,
};

/** Fetches the tables; undefined when the server is gone, since a file can be read without them. */
export async function openCatalog(): Promise<Catalog | undefined> {
  try {
    const entries = Object.entries(LOCATIONS).map(
      async ([name, location]) => [name, await fetchTable(location)] as const,
    );
    const tables = new Map<string, Uint8Array>(await Promise.all(entries));
    const bytes = (file: CatalogFile): Uint8Array => tables.get(file)!;
    return new Catalog({ bytes, text: (file) => new TextDecoder().decode(bytes(file)) });
  } catch {
    return undefined;
  }
}

async function fetchTable(location: string): Promise<Uint8Array> {
  const response = await fetch(location);
  if (!response.ok || response.body === null) throw new Error(`${location}: ${response.status}`);
  const plain = response.body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
