package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;

/**
 * {@code struct sockaddr_un}, unix(7).
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>sun_family</td><td>u16</td><td>AF_UNIX</td></tr>
 * <tr><td>sun_path</td><td>108 bytes</td><td>a path and a zero; abstract if it begins with a zero
 * </td></tr>
 * </table>
 */
@Struct(value = "struct sockaddr_un", header = "sys/un.h")
public final class SockaddrUn implements Sockaddr {
  private static final int PATH_BYTES = 108;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("sun_family"),
          sequenceLayout(PATH_BYTES, JAVA_BYTE).withName("sun_path"));

  private static final long SUN_FAMILY = offset(LAYOUT, "sun_family");
  private static final long SUN_PATH = offset(LAYOUT, "sun_path");

  private final MemorySegment memory = Arena.ofAuto().allocate(LAYOUT);
  private final String path;
  private final int length;

  /** A socket in the file system, at most 107 bytes of UTF-8. */
  public SockaddrUn(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= PATH_BYTES) {
      throw new IllegalArgumentException("longer than " + (PATH_BYTES - 1) + " bytes: " + path);
    }
    this.path = path;
    this.length = (int) LAYOUT.byteSize();
    memory.set(JAVA_SHORT, SUN_FAMILY, (short) Socket.AF_UNIX);
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, SUN_PATH, bytes.length);
  }

  private SockaddrUn(String name, byte[] bytes) {
    if (bytes.length >= PATH_BYTES) {
      throw new IllegalArgumentException("longer than " + (PATH_BYTES - 1) + " bytes: " + name);
    }
    this.path = "@" + name;
    this.length = (int) SUN_PATH + 1 + bytes.length;
    memory.set(JAVA_SHORT, SUN_FAMILY, (short) Socket.AF_UNIX);
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, SUN_PATH + 1, bytes.length);
  }

  /** A socket in the abstract namespace, which no file system knows; its length is its end. */
  public static SockaddrUn ofAbstract(String name) {
    return new SockaddrUn(name, name.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public String toString() {
    return "unix:" + path;
  }
}
