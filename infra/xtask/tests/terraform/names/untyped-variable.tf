# says: variable `region` has no type
variable "region" { # here
  description = "Region."
}

output "region" {
  description = "Region."
  value = var.region
}
