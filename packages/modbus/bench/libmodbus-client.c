/* libmodbus as a master of the bench, in the terms of run-client.ts: the same arguments, the same
 * line of JSON. Reads every block of every unit in turn until a count or a time is reached.
 *
 *   libmodbus-client <rtu|tcp> <path|port> <units> <address:count,…> <transactions> <ms> <warm-up>
 */
#include <modbus.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCKS_MAX 8

static double clock_ms(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 8) return 2;
  int units = atoi(argv[3]), most = atoi(argv[5]), warm_up = atoi(argv[7]);
  double most_ms = atof(argv[6]);
  int addresses[BLOCKS_MAX], counts[BLOCKS_MAX], blocks = 0;
  for (char *part = strtok(argv[4], ","); part && blocks < BLOCKS_MAX; part = strtok(NULL, ","))
    if (sscanf(part, "%d:%d", &addresses[blocks], &counts[blocks]) == 2) blocks++;
  modbus_t *bus = strcmp(argv[1], "tcp") ? modbus_new_rtu(argv[2], 9600, 'N', 8, 1)
                                         : modbus_new_tcp("127.0.0.1", atoi(argv[2]));
  if (!bus || blocks == 0 || modbus_connect(bus)) {
    fprintf(stderr, "%s\n", modbus_strerror(-1));
    return 1;
  }
  modbus_set_response_timeout(bus, 1, 0);
  int done = 0, good = 0, wrong = 0, failed = 0;
  double start = 0, cpu = 0;
  for (int turn = -warm_up; done < most; turn++) {
    if (turn == 0) start = clock_ms(CLOCK_MONOTONIC), cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    if (turn > 0 && clock_ms(CLOCK_MONOTONIC) - start > most_ms) break;
    int step = turn + warm_up, block = step % blocks, unit = 1 + step / blocks % units;
    uint16_t words[125];
    modbus_set_slave(bus, unit);
    int got = modbus_read_input_registers(bus, addresses[block], counts[block], words);
    if (turn < 0) continue;
    done++;
    if (got != counts[block]) {
      failed++;
      continue;
    }
    int right = 1;
    for (int i = 0; i < got; i++)
      right &= words[i] == ((unit * 7919u + (addresses[block] + i) * 104729u) & 0xFFFF);
    right ? good++ : wrong++;
  }
  printf("{\"good\":%d,\"wrong\":%d,\"failed\":%d,\"elapsedMs\":%.3f,\"cpuMs\":%.3f}\n", good, wrong,
         failed, clock_ms(CLOCK_MONOTONIC) - start, clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
  modbus_close(bus);
  modbus_free(bus);
  return 0;
}
