/* The meters of the bench, the same for every master: on a pseudo-terminal, at the pace of a serial
 * line or at once, and on Modbus TCP. Written in C so that the slaves cost little and keep time.
 *
 *   meters pty <baud> <turnaround-us> <fifo-bytes>   baud 0: no pace
 *   meters tcp
 *   meters awake                                     keeps a core from halting, gives way to all
 *   meters busy <core>                               keeps a core busy
 *
 * Prints where to connect, then, when its standard input ends, one line of JSON:
 * requests answered, gaps below t3.5, the smallest gap, and how long the line was in use.
 *
 * The line: a request begins on the wire when its bytes are written and ends 10 bits a character
 * later; the reply follows after the turnaround, each character handed over when its last bit has
 * passed (fifo-bytes 1) or in lumps, the last one four characters after the end (a UART's time-out).
 * A word is (unit * 7919 + address * 104729) mod 65536, so that a master can check every value.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define FRAME_MAX 260
#define CONNECTIONS_MAX 8

static long long requests, short_gaps, smallest_gap_ns = -1, first_ns, last_ns;

static long long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until_ns(long long at) {
  struct timespec t = {at / 1000000000LL, at % 1000000000LL};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {
  }
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void write_all(int fd, const uint8_t *bytes, int count) {
  while (count > 0) {
    ssize_t done = write(fd, bytes, count);
    if (done < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (done <= 0) return;
    bytes += done;
    count -= done;
  }
}

static uint16_t crc16(const uint8_t *bytes, int count) {
  uint16_t crc = 0xFFFF;
  for (int i = 0; i < count; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
  }
  return crc;
}

/* Answers the unit and PDU of a read of words; the length of the unit and PDU of the reply. */
static int answer(const uint8_t *ask, uint8_t *reply) {
  int unit = ask[0], address = ask[2] << 8 | ask[3], count = ask[4] << 8 | ask[5];
  reply[0] = unit;
  if ((ask[1] != 3 && ask[1] != 4) || count < 1 || count > 125) {
    reply[1] = ask[1] | 0x80;
    reply[2] = 1;
    return 3;
  }
  reply[1] = ask[1];
  reply[2] = 2 * count;
  for (int i = 0; i < count; i++) {
    unsigned word = (unit * 7919u + (address + i) * 104729u) & 0xFFFF;
    reply[3 + 2 * i] = word >> 8;
    reply[4 + 2 * i] = word & 0xFF;
  }
  requests++;
  return 3 + 2 * count;
}

static void report(void) {
  printf("{\"requests\":%lld,\"shortGaps\":%lld,\"smallestGapUs\":%lld,\"usedMs\":%.3f}\n", requests,
         short_gaps, smallest_gap_ns < 0 ? -1 : smallest_gap_ns / 1000, (last_ns - first_ns) / 1e6);
  fflush(stdout);
}

static int input_ended(struct pollfd *input) {
  char scrap[64];
  return input->revents && read(0, scrap, sizeof scrap) <= 0;
}

static void deliver(int fd, const uint8_t *reply, int length, long long start, long long char_ns,
                    int fifo) {
  if (char_ns == 0) {
    write_all(fd, reply, length);
    return;
  }
  for (int sent = 0; sent < length;) {
    int lump = length - sent < fifo ? length - sent : fifo;
    int late = fifo > 1 && lump < fifo ? 4 : 0;
    sleep_until_ns(start + (sent + lump + late) * char_ns);
    write_all(fd, reply + sent, lump);
    sent += lump;
  }
}

static int serve_pty(int baud, long long turnaround_ns, int fifo) {
  long long char_ns = baud ? 10000000000LL / baud : 0;
  long long t35_ns = baud > 19200 ? 1750000 : char_ns * 7 / 2;
  int fd = posix_openpt(O_RDWR | O_NOCTTY);
  if (fd < 0 || grantpt(fd) || unlockpt(fd)) fail("posix_openpt");
  /* Held open, so that a master that leaves does not hang the line up. */
  int held = open(ptsname(fd), O_RDWR | O_NOCTTY);
  struct termios raw;
  if (held < 0 || tcgetattr(held, &raw)) fail("slave side");
  cfmakeraw(&raw);
  tcsetattr(held, TCSANOW, &raw);
  printf("%s\n", ptsname(fd));
  fflush(stdout);
  struct pollfd watched[2] = {{0, POLLIN, 0}, {fd, POLLIN, 0}};
  uint8_t ask[FRAME_MAX], reply[FRAME_MAX];
  int have = 0;
  long long ask_start = 0, line_free = 0;
  while (poll(watched, 2, -1) >= 0) {
    if (input_ended(&watched[0])) break;
    if (!(watched[1].revents & POLLIN)) continue;
    long long at = now_ns();
    if (have == 0) ask_start = at;
    ssize_t got = read(fd, ask + have, sizeof ask - have);
    if (got <= 0) continue;
    have += got;
    if (char_ns && have - got == 0 && line_free) {
      long long gap = at - line_free;
      if (smallest_gap_ns < 0 || gap < smallest_gap_ns) smallest_gap_ns = gap;
      if (gap < t35_ns) short_gaps++;
    }
    while (have >= 8) {
      if (crc16(ask, 8) != 0) {
        memmove(ask, ask + 1, --have);
        continue;
      }
      if (first_ns == 0) first_ns = ask_start;
      long long begin = (ask_start > line_free ? ask_start : line_free);
      int length = answer(ask, reply);
      uint16_t crc = crc16(reply, length);
      reply[length++] = crc & 0xFF;
      reply[length++] = crc >> 8;
      long long start = begin + 8 * char_ns + turnaround_ns;
      if (turnaround_ns && !char_ns) sleep_until_ns(start);
      deliver(fd, reply, length, start, char_ns, fifo);
      line_free = start + length * char_ns;
      last_ns = line_free;
      memmove(ask, ask + 8, have -= 8);
      ask_start = now_ns();
    }
  }
  report();
  return 0;
}

struct connection {
  int fd, have;
  uint8_t bytes[4096];
};

static int serve_connection(struct connection *c) {
  ssize_t got = read(c->fd, c->bytes + c->have, sizeof c->bytes - c->have);
  if (got <= 0) return 0;
  c->have += got;
  uint8_t replies[8192];
  int out = 0, at = 0;
  while (c->have - at >= 12 && out + FRAME_MAX < (int)sizeof replies) {
    uint8_t *reply = replies + out;
    memcpy(reply, c->bytes + at, 4);
    int length = answer(c->bytes + at + 6, reply + 6);
    reply[4] = length >> 8;
    reply[5] = length & 0xFF;
    out += 6 + length;
    at += 12;
  }
  memmove(c->bytes, c->bytes + at, c->have -= at);
  write_all(c->fd, replies, out);
  return 1;
}

static int serve_tcp(void) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, (void *)&address, size) || listen(listener, 8)) fail("listen");
  getsockname(listener, (void *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  static struct connection open_connections[CONNECTIONS_MAX];
  struct pollfd watched[2 + CONNECTIONS_MAX] = {{0, POLLIN, 0}, {listener, POLLIN, 0}};
  int count = 0;
  while (poll(watched, 2 + count, -1) >= 0) {
    if (input_ended(&watched[0])) break;
    for (int i = count - 1; i >= 0; i--) {
      if (!watched[2 + i].revents || serve_connection(&open_connections[i])) continue;
      close(open_connections[i].fd);
      open_connections[i] = open_connections[--count];
      watched[2 + i] = watched[2 + count];
    }
    if (watched[1].revents && count < CONNECTIONS_MAX) {
      int fd = accept(listener, NULL, NULL);
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      open_connections[count] = (struct connection){.fd = fd};
      watched[2 + count++] = (struct pollfd){fd, POLLIN, 0};
    }
  }
  report();
  return 0;
}

static void spin(void) {
  for (volatile long turns = 0;; turns++) {
  }
}

static void stay_awake(void) {
  struct sched_param none = {0};
  if (sched_setscheduler(0, SCHED_IDLE, &none)) fail("sched_setscheduler");
  spin();
}

static void stay_busy(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  if (sched_setaffinity(0, sizeof cores, &cores) || nice(19) < 0) fail("busy");
  spin();
}

int main(int argc, char **argv) {
  if (argc == 5 && !strcmp(argv[1], "pty")) {
    int fifo = atoi(argv[4]);
    return serve_pty(atoi(argv[2]), atoll(argv[3]) * 1000, fifo < 1 ? 1 : fifo);
  }
  if (argc == 2 && !strcmp(argv[1], "tcp")) return serve_tcp();
  if (argc == 2 && !strcmp(argv[1], "awake")) stay_awake();
  if (argc == 3 && !strcmp(argv[1], "busy")) stay_busy(atoi(argv[2]));
  fprintf(stderr, "usage: meters pty <baud> <turnaround-us> <fifo-bytes> | tcp | awake | busy <core>\n");
  return 2;
}
