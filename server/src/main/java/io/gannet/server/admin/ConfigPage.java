package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.option.Option;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.Origin;
import io.gannet.server.config.Setting;
import java.io.IOException;
import java.util.Locale;

/** Every option as JSON: what it is set to, who said so, its default and what it does. */
final class ConfigPage {
  private ConfigPage() {}

  static Page of(AdminView view) {
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("product", view.product());
          json.writeArrayFieldStart("options");
          for (OptionGroup group : view.configuration().table().groups()) {
            for (Option option : group.options()) {
              write(json, group, view.configuration().setting(option));
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, OptionGroup group, Setting setting)
      throws IOException {
    Option option = setting.option();
    json.writeStartObject();
    json.writeStringField("name", option.name());
    json.writeFieldName("value");
    writeValue(json, setting);
    json.writeStringField("text", setting.text());
    json.writeStringField("origin", setting.origin().toString());
    if (setting.origin() != Origin.DEFAULT) {
      json.writeStringField("source", setting.source());
    }
    json.writeStringField("default", option.defaultText());
    json.writeStringField("type", option.type().name().toLowerCase(Locale.ROOT));
    json.writeStringField("variable", option.variable());
    if (option.unit() != null) {
      json.writeStringField("unit", option.unit().name().toLowerCase(Locale.ROOT));
    }
    if (option.max() > option.min()) {
      json.writeNumberField("min", option.min());
      json.writeNumberField("max", option.max());
    }
    json.writeStringField("group", group.title());
    json.writeStringField("help", option.help());
    json.writeEndObject();
  }

  /** A duration in its unit; a decimal as it is written. */
  private static void writeValue(JsonGenerator json, Setting setting) throws IOException {
    if (setting.option().isWord(setting.text())) {
      json.writeString(setting.text());
      return;
    }
    switch (setting.option().type()) {
      case TEXT, LIST, CHOICE, CPUS -> json.writeString(setting.text());
      case DECIMAL -> json.writeNumber(setting.text());
      case NUMBER, BYTES, DURATION -> json.writeNumber(setting.number());
      case SWITCH -> json.writeBoolean(setting.number() != 0);
    }
  }
}
