/** The slave engine, taken from one place. */

export type {
  FaultRates,
  RunningSlave,
  SeededRandom,
  SlaveBehaviour,
  SlaveFault,
  SlaveImage,
} from "@mega/modbus";
export { createSeededRandom, drawFault, runSlave } from "@mega/modbus";
