package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Struct;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct new_utsname}, uname(2): which kernel this is.
 *
 * <table>
 * <caption>members, each a string of at most 64 bytes and a zero</caption>
 * <tr><td>sysname, nodename</td><td>"Linux", the host's name</td></tr>
 * <tr><td>release, version</td><td>"6.1.0-13-amd64", how it was built</td></tr>
 * <tr><td>machine, domainname</td><td>"x86_64", the NIS domain</td></tr>
 * </table>
 */
@Struct(value = "struct new_utsname", header = "linux/utsname.h")
public final class Utsname {
  private static final int FIELD_BYTES = 65;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          sequenceLayout(FIELD_BYTES, JAVA_BYTE).withName("sysname"),
          sequenceLayout(FIELD_BYTES, JAVA_BYTE).withName("nodename"),
          sequenceLayout(FIELD_BYTES, JAVA_BYTE).withName("release"),
          sequenceLayout(FIELD_BYTES, JAVA_BYTE).withName("version"),
          sequenceLayout(FIELD_BYTES, JAVA_BYTE).withName("machine"),
          sequenceLayout(FIELD_BYTES, JAVA_BYTE).withName("domainname"));

  private static final long RELEASE = offset(LAYOUT, "release");

  private Utsname() {}

  /** uname(2) into a {@code LAYOUT}: 0, or -errno. */
  public static int uname(MemorySegment name) {
    return (int) Libc.syscall(Syscall.UNAME, Native.address(name, 0, LAYOUT.byteSize()), 0, 0);
  }

  /** The release of the running kernel, as {@code "6.1.0-13-amd64"}. */
  public static String release() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(LAYOUT);
      LinuxException.check(uname(name), "uname", "");
      return name.getString(RELEASE);
    }
  }
}
