/*
 * Takes the power away from an ext4 file system: cut-power FOLDER. Waits for a line with the number of
 * microseconds on standard input, waits so long, shuts the file system down without flushing anything,
 * and says "cut NANOSECONDS", the monotonic time at which it began to. What was not synced by then is
 * gone, as when the plug is pulled.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define SHUTDOWN _IOR('X', 125, uint32_t)
#define NO_LOG_FLUSH 2u

int main(int count, char **words) {
  if (count != 2) return 2;
  int fd = open(words[1], O_RDONLY | O_DIRECTORY);
  long microseconds = 0;
  if (fd < 0 || scanf("%ld", &microseconds) != 1) return 2;
  struct timespec wait = {microseconds / 1000000, (microseconds % 1000000) * 1000};
  nanosleep(&wait, NULL);
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  uint32_t how = NO_LOG_FLUSH;
  if (ioctl(fd, SHUTDOWN, &how) != 0) {
    perror("EXT4_IOC_SHUTDOWN");
    return 1;
  }
  printf("cut %lld%09ld\n", (long long)now.tv_sec, now.tv_nsec);
  return 0;
}
