#ifndef CLEDI_NODE_HTTP_HTTP_LIMITS_H_
#define CLEDI_NODE_HTTP_HTTP_LIMITS_H_

#include <chrono>
#include <cstddef>

namespace cledi {

// What one client may take of a server. Each limit is answered with its own status where an
// answer is still possible.
struct HttpLimits {
  size_t target_bytes_max = 8 * 1024;        // 414
  size_t header_bytes_max = 16 * 1024;       // 431; with the request line
  size_t body_bytes_max = 1024 * 1024;       // 413
  size_t connections_max = 512;              // 503; the longest idle one makes room first
  size_t connections_per_address_max = 128;  // As above. A whole school may share an address.
  // Connections that events are sent over; among those above. 503.
  size_t event_streams_max = 256;
  size_t event_streams_per_address_max = 64;

  // Without a request; then the connection is closed without a word.
  std::chrono::milliseconds idle_max = std::chrono::seconds(60);
  // From the first byte of a request to the end of its headers: 408.
  std::chrono::milliseconds header_max = std::chrono::seconds(10);
  // For a body of the largest size: 408.
  std::chrono::milliseconds body_max = std::chrono::seconds(60);
  // For a response to be taken, and a second more for every 8 KiB of it.
  std::chrono::milliseconds write_max = std::chrono::seconds(20);
  // After a refusal: how long a client may go on sending before we hang up on it. Hanging up
  // at once would throw away the refusal before it is read.
  std::chrono::milliseconds linger_max = std::chrono::seconds(2);
  // A client that is sent events hears something at least so often: its network must not think
  // that the connection is dead, and we must learn that it is.
  std::chrono::milliseconds event_pause_max = std::chrono::seconds(20);
  // How long Stop() waits for requests that are being answered.
  std::chrono::milliseconds stop_max = std::chrono::seconds(5);
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_HTTP_LIMITS_H_
