package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct tcp_info}, tcp(7), {@code TCP_INFO}, as far as C's library has it: what the kernel
 * tells of a TCP socket. Of one that listens two members mean something else ({@code tcp_get_info}
 * in net/ipv4/tcp.c), and those are read here.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>tcpi_unacked</td><td>u32</td><td>connections that wait to be accepted</td></tr>
 * <tr><td>tcpi_sacked</td><td>u32</td><td>how many may: listen(2)'s backlog, as granted</td></tr>
 * </table>
 */
@Struct(value = "struct tcp_info", header = "netinet/tcp.h")
public final class TcpInfo {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_BYTE.withName("tcpi_state"),
          JAVA_BYTE.withName("tcpi_ca_state"),
          JAVA_BYTE.withName("tcpi_retransmits"),
          JAVA_BYTE.withName("tcpi_probes"),
          JAVA_BYTE.withName("tcpi_backoff"),
          JAVA_BYTE.withName("tcpi_options"),
          MemoryLayout.paddingLayout(2), // bits
          JAVA_INT.withName("tcpi_rto"),
          JAVA_INT.withName("tcpi_ato"),
          JAVA_INT.withName("tcpi_snd_mss"),
          JAVA_INT.withName("tcpi_rcv_mss"),
          JAVA_INT.withName("tcpi_unacked"),
          JAVA_INT.withName("tcpi_sacked"),
          JAVA_INT.withName("tcpi_lost"),
          JAVA_INT.withName("tcpi_retrans"),
          JAVA_INT.withName("tcpi_fackets"),
          JAVA_INT.withName("tcpi_last_data_sent"),
          JAVA_INT.withName("tcpi_last_ack_sent"),
          JAVA_INT.withName("tcpi_last_data_recv"),
          JAVA_INT.withName("tcpi_last_ack_recv"),
          JAVA_INT.withName("tcpi_pmtu"),
          JAVA_INT.withName("tcpi_rcv_ssthresh"),
          JAVA_INT.withName("tcpi_rtt"),
          JAVA_INT.withName("tcpi_rttvar"),
          JAVA_INT.withName("tcpi_snd_ssthresh"),
          JAVA_INT.withName("tcpi_snd_cwnd"),
          JAVA_INT.withName("tcpi_advmss"),
          JAVA_INT.withName("tcpi_reordering"),
          JAVA_INT.withName("tcpi_rcv_rtt"),
          JAVA_INT.withName("tcpi_rcv_space"),
          JAVA_INT.withName("tcpi_total_retrans"));

  private static final long UNACKED = offset(LAYOUT, "tcpi_unacked");
  private static final long SACKED = offset(LAYOUT, "tcpi_sacked");

  private TcpInfo() {}

  /** Of a socket that listens: how many connections wait to be accepted. */
  public static long waiting(MemorySegment tcpInfo) {
    return Integer.toUnsignedLong(tcpInfo.get(JAVA_INT, UNACKED));
  }

  /** Of a socket that listens: how many may wait. */
  public static long backlog(MemorySegment tcpInfo) {
    return Integer.toUnsignedLong(tcpInfo.get(JAVA_INT, SACKED));
  }
}
