/** What the processes of the soak are told and tell: plain data, as JSON on the command line and by IPC. */

/** When an ingest process answers a gateway. Only the first is the product. */
export type Answering = "after COMMIT" | "before COMMIT";

/** A gateway of the fleet. */
export interface FleetGateway {
  /** From 1; names its ledger file. */
  readonly no: number;
  /** What goes as the bearer token. */
  readonly credential: string;
  /** Newest entry of which the server has said that it stands; 0 for none. */
  readonly acknowledged: number;
}

/** What a fleet process does. */
export interface FleetTask {
  readonly seed: number;
  /** Of the ledger files. */
  readonly folder: string;
  /** Ingest processes, any of which serves. */
  readonly urls: readonly string[];
  /** Brokers that batches go through; none where all go straight. */
  readonly pipes: readonly string[];
  readonly gateways: readonly FleetGateway[];
  /** Rounds that every gateway takes in its life. */
  readonly roundsEach: number;
}

/** What a fleet process tells. */
export type FleetMessage =
  | { readonly kind: "acknowledged"; readonly no: number; readonly seq: number }
  /** The server says less than it said before. */
  | { readonly kind: "went-back"; readonly no: number; readonly from: number; readonly to: number }
  /** The upload has stopped for good. */
  | { readonly kind: "refused"; readonly no: number; readonly why: string }
  /** Batches of a gateway since its process began: in all, and those that went straight. */
  | { readonly kind: "ways"; readonly no: number; readonly all: number; readonly straight: number }
  | { readonly kind: "all-sent" };

/** What an ingest process does. */
export interface IngestTask {
  readonly databaseUrl: string;
  /** Shared by all of them, since it holds the server's key. */
  readonly dataFolder: string;
  readonly port: number;
  readonly answering: Answering;
  /** Brokers that it hears batches from, as `mega server --pipe` is given them. */
  readonly pipe?: string;
  /** Files of its certificate; plain HTTP when left out. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** What an ingest process tells: that it listens. */
export interface IngestReady {
  readonly kind: "ready";
}
