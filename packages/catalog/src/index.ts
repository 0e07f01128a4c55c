/** What is known beforehand of addresses, interfaces, names and protocols. */

export { type Application, ApplicationTable } from "./application-table.ts";
export { Catalog, type CatalogFile, type CatalogReader, type PlaceSource } from "./catalog.ts";
export { CATEGORIES, type Category, protocolCategory } from "./category.ts";
export { type AutonomousSystem, type Place, PlaceTable } from "./place-table.ts";
export {
  type AddressKind,
  ipv4Kind,
  ipv6Kind,
  type KindRange,
  kindRanges,
  wellKnownName,
} from "./special-address.ts";
export { VendorTable } from "./vendor-table.ts";
