# says: variable `region` is used nowhere
variable "region" { # here
  description = "Region."
  type = string
}
