/** The operations of the bus page and of the live test; routes.ts serves them with all others. */

import {
  BusHealth,
  BusPath,
  FramePage,
  FramesQuery,
  FramesTextQuery,
  LineCheck,
} from "./bus-watch.ts";
import { MeterTest, MeterTestRequest } from "./meter-tests.ts";
import type { Operation } from "./operation.ts";
import { ScanRequest, ScanState } from "./scans.ts";

/** What may be asked of a bus. None of it writes to a meter. */
export const busOperations = {
  busHealth: {
    method: "GET",
    path: "/buses/:busId/health",
    summary: "A line over its last day, with findings.",
    status: 200,
    params: BusPath,
    answer: BusHealth,
  },
  busFrames: {
    method: "GET",
    path: "/buses/:busId/frames",
    summary: "The newest frames of a line.",
    status: 200,
    params: BusPath,
    query: FramesQuery,
    answer: FramePage,
  },
  busFramesText: {
    method: "GET",
    path: "/buses/:busId/frames.txt",
    summary: "All frames that are kept, as a text file.",
    status: 200,
    params: BusPath,
    query: FramesTextQuery,
    mediaType: "text/plain",
  },
  startScan: {
    method: "POST",
    path: "/buses/:busId/scan",
    summary: "Starts a scan; 409 while another one of the bus runs.",
    status: 202,
    params: BusPath,
    body: ScanRequest,
    answer: ScanState,
  },
  scan: {
    method: "GET",
    path: "/buses/:busId/scan",
    summary: "The scan that runs, or the last one.",
    status: 200,
    params: BusPath,
    answer: ScanState,
  },
  cancelScan: {
    method: "DELETE",
    path: "/buses/:busId/scan",
    summary: "Ends the scan that runs.",
    status: 200,
    params: BusPath,
    answer: ScanState,
  },
  checkLine: {
    method: "POST",
    path: "/buses/:busId/line-check",
    summary: "Listens to an idle line and asks a few harmless questions.",
    status: 200,
    params: BusPath,
    answer: LineCheck,
  },
  testMeter: {
    method: "POST",
    path: "/tests/meter",
    summary: "Tests one meter, as configured or as drafted.",
    status: 200,
    body: MeterTestRequest,
    answer: MeterTest,
  },
} as const satisfies Readonly<Record<string, Operation>>;
