/*
 * Takes the power away from an ext4 file system: cut-power FOLDER. Waits for a line with the number of
 * microseconds on standard input, waits so long, shuts the file system down without flushing anything,
 * and says "cut". What was not synced is gone then, as when the plug is pulled.
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
  uint32_t how = NO_LOG_FLUSH;
  if (ioctl(fd, SHUTDOWN, &how) != 0) {
    perror("EXT4_IOC_SHUTDOWN");
    return 1;
  }
  puts("cut");
  return 0;
}
